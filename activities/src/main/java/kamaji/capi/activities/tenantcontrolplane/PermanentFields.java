// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fields of a TenantControlPlane that can be set once and never be cleared. */
final class PermanentFields {
    /** A field, and where people set it. */
    private record Permanent(List<String> path, String setAs) {}

    private static final List<Permanent> FIELDS = List.of(
            new Permanent(List.of("spec", "dataStore"), "spec.dataStoreName"),
            new Permanent(List.of("spec", "dataStoreSchema"), "spec.dataStoreSchema"),
            new Permanent(List.of("spec", "dataStoreUsername"), "spec.dataStoreUsername"),
            new Permanent(
                    List.of("spec", "networkProfile", "clusterDomain"), "Cluster spec.clusterNetwork.serviceDomain"));
    private static final Permanent LOAD_BALANCER_CLASS = new Permanent(
            List.of("spec", "networkProfile", "loadBalancerClass"),
            "spec.network.loadBalancerConfig.loadBalancerClass");
    private static final List<String> SERVICE_TYPE = List.of("spec", "controlPlane", "service", "serviceType");

    private PermanentFields() {}

    /** Puts into the intent what it lacks and our last apply owns on the live object; says where that was set. */
    static List<String> copyOwned(GenericKubernetesResource live, Map<String, Object> intent) {
        List<Permanent> fields = new ArrayList<>(FIELDS);
        // The class goes together with the type: with any other type it has to go.
        if ("LoadBalancer".equals(JsonTree.at(intent, SERVICE_TYPE))) {
            fields.add(LOAD_BALANCER_CLASS);
        }
        return fields.stream()
                .filter(field -> copy(live, intent, field.path()))
                .map(Permanent::setAs)
                .toList();
    }

    @SuppressWarnings("unchecked") // an intent has spec and networkProfile, both objects
    private static boolean copy(GenericKubernetesResource live, Map<String, Object> intent, List<String> path) {
        Object value = JsonTree.at(live.getAdditionalProperties(), path);
        if (value == null || JsonTree.at(intent, path) != null || !isOurs(live, path)) {
            return false;
        }
        List<String> parent = path.subList(0, path.size() - 1);
        ((Map<String, Object>) Objects.requireNonNull(JsonTree.at(intent, parent)))
                .put(path.get(path.size() - 1), value);
        return true;
    }

    private static boolean isOurs(GenericKubernetesResource live, List<String> path) {
        List<String> keys = path.stream().map(field -> "f:" + field).toList();
        return live.getMetadata().getManagedFields().stream()
                .filter(entry -> TenantControlPlaneIntent.FIELD_MANAGER.equals(entry.getManager())
                        && "Apply".equals(entry.getOperation()))
                .map(ManagedFieldsEntry::getFieldsV1)
                .anyMatch(fields -> fields != null && JsonTree.at(fields.getAdditionalProperties(), keys) != null);
    }
}
