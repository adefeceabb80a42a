// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fields of a TenantControlPlane that can be set once and never be cleared. */
final class PermanentFields {
    private static final List<List<String>> PATHS = List.of(
            List.of("spec", "dataStore"),
            List.of("spec", "dataStoreSchema"),
            List.of("spec", "dataStoreUsername"),
            List.of("spec", "networkProfile", "clusterDomain"));
    private static final List<String> LOAD_BALANCER_CLASS = List.of("spec", "networkProfile", "loadBalancerClass");
    private static final List<String> SERVICE_TYPE = List.of("spec", "controlPlane", "service", "serviceType");

    private PermanentFields() {}

    /** Puts into the intent what it lacks and our last apply owns on the live object. */
    static void copyOwned(GenericKubernetesResource live, Map<String, Object> intent) {
        PATHS.forEach(path -> copy(live, intent, path));
        // The class goes together with the type: with any other type it has to go.
        if ("LoadBalancer".equals(JsonTree.at(intent, SERVICE_TYPE))) {
            copy(live, intent, LOAD_BALANCER_CLASS);
        }
    }

    @SuppressWarnings("unchecked") // an intent has spec and networkProfile, both objects
    private static void copy(GenericKubernetesResource live, Map<String, Object> intent, List<String> path) {
        Object value = JsonTree.at(live.getAdditionalProperties(), path);
        if (value != null && JsonTree.at(intent, path) == null && isOurs(live, path)) {
            List<String> parent = path.subList(0, path.size() - 1);
            ((Map<String, Object>) Objects.requireNonNull(JsonTree.at(intent, parent)))
                    .put(path.get(path.size() - 1), value);
        }
    }

    private static boolean isOurs(GenericKubernetesResource live, List<String> path) {
        List<String> keys = path.stream().map(field -> "f:" + field).toList();
        return live.getMetadata().getManagedFields().stream()
                .filter(entry -> TenantControlPlaneIntent.FIELD_MANAGER.equals(entry.getManager()))
                .map(ManagedFieldsEntry::getFieldsV1)
                .anyMatch(fields -> fields != null && JsonTree.at(fields.getAdditionalProperties(), keys) != null);
    }
}
