// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.Finalizers;

/**
 * Whether a move by clusterctl is still blocked, which would not take the TenantControlPlane along and so destroy it. The
 * annotation is written with the finalizer; one that somebody has removed is put back by the step that applies.
 */
final class MoveBlock {
    private MoveBlock() {}

    /** True also where nothing is to be blocked: before the finalizer, and for a tenant on another cluster. */
    static boolean stands(GenericKubernetesResource controlPlane) {
        Map<String, String> annotations = controlPlane.getMetadata().getAnnotations();
        return !controlPlane.getMetadata().getFinalizers().contains(Finalizers.CONTROL_PLANE)
                || (annotations != null && annotations.containsKey(Annotations.BLOCK_MOVE))
                || controlPlane.get("spec", "deployment", "externalClusterReference") != null;
    }
}
