// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.Set;
import kamaji.capi.activities.kubernetes.KubernetesApi;

/** Who set {@code spec.controlPlaneEndpoint} of a KamajiControlPlane, by its managed fields. */
public final class EndpointOwner {
    /** We, and the Go provider, which writes under the name of its binary. */
    private static final Set<String> PROVIDERS = Set.of(KubernetesApi.FIELD_MANAGER, "manager");

    private EndpointOwner() {}

    static boolean isSomeoneElse(HasMetadata controlPlane) {
        return controlPlane.getMetadata().getManagedFields().stream()
                .anyMatch(entry -> has(entry) && !PROVIDERS.contains(entry.getManager()));
    }

    /** Whether an entry covers host or port. An empty struct, as Go clients send it, sets nothing. */
    public static boolean has(ManagedFieldsEntry entry) {
        return entry.getFieldsV1() != null
                && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                && spec.get("f:controlPlaneEndpoint") instanceof Map<?, ?> endpoint
                && (endpoint.containsKey("f:host") || endpoint.containsKey("f:port"));
    }
}
