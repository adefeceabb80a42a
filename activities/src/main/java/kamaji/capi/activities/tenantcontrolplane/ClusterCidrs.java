// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two spellings of the CIDR blocks of a TenantControlPlane. Where the list stands Kamaji reads nothing else, and one
 * block alone is said as well by either.
 */
final class ClusterCidrs {
    private static final String NETWORK = "spec.networkProfile.";
    private static final Map<String, String> LIST_OF_SINGLE =
            Map.of("podCidr", "podCidrs", "serviceCidr", "serviceCidrs");

    private ClusterCidrs() {}

    /** Whether what is intended at a path stands in the other spelling. */
    static boolean isSaidOtherwise(String path, Map<String, Object> intent, GenericKubernetesResource live) {
        if (!path.startsWith(NETWORK)) {
            return false;
        }
        String field = path.substring(NETWORK.length());
        String list = LIST_OF_SINGLE.get(field);
        if (list != null) {
            return at(live.getAdditionalProperties(), list) instanceof List<?> blocks
                    && !blocks.isEmpty()
                    && blocks.equals(at(spec(intent), list));
        }
        return LIST_OF_SINGLE.entrySet().stream()
                .filter(spelling -> spelling.getValue().equals(field))
                .anyMatch(spelling -> List.of(
                                Objects.requireNonNullElse(at(live.getAdditionalProperties(), spelling.getKey()), ""))
                        .equals(at(spec(intent), field)));
    }

    private static Map<String, Object> spec(Map<String, Object> intent) {
        return Map.of("spec", Objects.requireNonNullElse(intent.get("spec"), Map.of()));
    }

    private static @Nullable Object at(Object root, String field) {
        return JsonTree.at(root, List.of("spec", "networkProfile", field));
    }
}
