// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * What a schema default leaves behind when a strategy is chosen later: the default's {@code rollingUpdate} has no owner,
 * so no apply takes it away, and no Deployment may have it beside the type Recreate.
 */
final class Leftovers {
    static final String PATH = "spec.controlPlane.deployment.strategy.rollingUpdate";

    private static final List<String> STRATEGY = List.of("spec", "controlPlane", "deployment", "strategy");

    private Leftovers() {}

    static boolean in(Map<String, Object> intent, GenericKubernetesResource live) {
        return JsonTree.at(intent, STRATEGY) instanceof Map<?, ?> wanted
                && "Recreate".equals(wanted.get("type"))
                && !wanted.containsKey("rollingUpdate")
                && JsonTree.at(live.getAdditionalProperties(), STRATEGY) instanceof Map<?, ?> found
                && found.containsKey("rollingUpdate");
    }

    static String removalPatch(GenericKubernetesResource live) {
        return "{\"metadata\":{\"uid\":\"" + live.getMetadata().getUid()
                + "\"},\"spec\":{\"controlPlane\":{\"deployment\":{\"strategy\":{\"rollingUpdate\":null}}}}}";
    }
}
