// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kamaji.capi.activities.api.Annotations;
import org.jspecify.annotations.Nullable;

/**
 * What the Go provider owns of a TenantControlPlane that it made: it wrote whole objects, under the name of its binary.
 * As long as these fields are its own, no apply of ours removes one of them.
 */
public final class GoProviderFields {
    /** Field manager of the Go provider. */
    public static final String MANAGER = "manager";

    private static final String APPLY = "Apply";

    /**
     * Filled when the object was made, by defaults and by Kamaji's webhook, which both count as written by its maker, or
     * kept by the Go provider when they were cleared: without an owner they stay as they are.
     */
    private static final List<String> LEFT_ALONE_SPEC =
            List.of("f:dataStore", "f:dataStoreSchema", "f:dataStoreUsername", "f:dataStoreOverrides");

    private static final List<String> LEFT_ALONE_NETWORK = List.of(
            "f:address",
            "f:clusterDomain",
            "f:dnsServiceIPs",
            "f:loadBalancerClass",
            "f:podCidr",
            "f:podCidrs",
            "f:port",
            "f:serviceCidr",
            "f:serviceCidrs");

    private GoProviderFields() {}

    /** Whether the Go provider made the object and we have never applied anything to it. */
    public static boolean in(GenericKubernetesResource live) {
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        return (annotations == null || !annotations.containsKey(Annotations.MAPPING))
                && live.getMetadata().getManagedFields().stream()
                        .anyMatch(entry -> isGoProviders(entry)
                                && JsonTree.at(fields(entry), List.of("f:spec", "f:kubernetes")) != null);
    }

    /**
     * The managed fields of the object with those of the Go provider as our own, as if we had applied them. After that
     * an apply removes what it does not contain.
     */
    public static List<ManagedFieldsEntry> takenOver(GenericKubernetesResource live) {
        List<ManagedFieldsEntry> rest = new ArrayList<>(live.getMetadata().getManagedFields());
        List<ManagedFieldsEntry> ours = rest.stream()
                .filter(entry -> isGoProviders(entry) || isOurApply(entry))
                .toList();
        rest.removeAll(ours);
        Map<String, Object> union = new TreeMap<>();
        ours.forEach(entry -> merge(union, withoutWhatIsLeftAlone(entry)));
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperties(union);
        rest.add(new ManagedFieldsEntryBuilder(ours.get(0))
                .withManager(TenantControlPlaneIntent.FIELD_MANAGER)
                .withOperation(APPLY)
                .withFieldsV1(fields)
                .build());
        return rest;
    }

    /** Paths of what an intent lacks and the Go provider owns, as far as its going would be noticed. */
    static List<String> leftOver(Map<String, Object> intent, GenericKubernetesResource live) {
        if (!in(live)) {
            return List.of();
        }
        List<String> paths = new ArrayList<>();
        for (String kind : List.of("labels", "annotations")) {
            owned(live, List.of("f:metadata", "f:" + kind))
                    .filter(key -> JsonTree.at(intent, List.of("metadata", kind, key)) == null)
                    .map(key -> "metadata." + kind + "[\"" + key + "\"]")
                    .forEach(paths::add);
        }
        List<String> ranges = List.of("spec", "networkProfile", "loadBalancerSourceRanges");
        boolean owned = owned(live, List.of("f:spec", "f:networkProfile")).anyMatch("loadBalancerSourceRanges"::equals);
        if (owned
                && JsonTree.at(intent, ranges) == null
                && JsonTree.at(live.getAdditionalProperties(), ranges) instanceof List<?> standing
                && !standing.isEmpty()) {
            paths.add(String.join(".", ranges));
        }
        return paths;
    }

    private static Stream<String> owned(GenericKubernetesResource live, List<String> path) {
        return live.getMetadata().getManagedFields().stream()
                .filter(GoProviderFields::isGoProviders)
                .flatMap(entry -> JsonTree.at(fields(entry), path) instanceof Map<?, ?> found
                        ? found.keySet().stream()
                        : Stream.<Object>of())
                .map(String::valueOf)
                .filter(key -> key.startsWith("f:"))
                .map(key -> key.substring(2));
    }

    private static Map<String, Object> withoutWhatIsLeftAlone(ManagedFieldsEntry entry) {
        Map<String, Object> fields = copy(fields(entry));
        if (isGoProviders(entry)) {
            remove(JsonTree.at(fields, List.of("f:spec")), LEFT_ALONE_SPEC);
            remove(JsonTree.at(fields, List.of("f:spec", "f:networkProfile")), LEFT_ALONE_NETWORK);
        }
        return fields;
    }

    private static void remove(@Nullable Object from, List<String> keys) {
        if (from instanceof Map<?, ?> map) {
            map.keySet().removeAll(keys);
        }
    }

    @SuppressWarnings("unchecked") // managed fields are objects all the way down
    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((key, value) -> {
            if (into.get(key) instanceof Map<?, ?> there && value instanceof Map<?, ?> more) {
                merge((Map<String, Object>) there, (Map<String, Object>) more);
            } else {
                into.put(key, value);
            }
        });
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> copy(Map<String, Object> fields) {
        return Serialization.unmarshal(Serialization.asJson(fields), Map.class);
    }

    private static Map<String, Object> fields(ManagedFieldsEntry entry) {
        return entry.getFieldsV1() == null ? Map.of() : entry.getFieldsV1().getAdditionalProperties();
    }

    private static boolean isGoProviders(ManagedFieldsEntry entry) {
        return MANAGER.equals(entry.getManager())
                && "Update".equals(entry.getOperation())
                && (entry.getSubresource() == null || entry.getSubresource().isEmpty());
    }

    private static boolean isOurApply(ManagedFieldsEntry entry) {
        return TenantControlPlaneIntent.FIELD_MANAGER.equals(entry.getManager()) && APPLY.equals(entry.getOperation());
    }
}
