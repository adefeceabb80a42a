// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.external.ExternalTenant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a TenantControlPlane belongs to.
 *
 * @param foreign who owns it when it is not the KamajiControlPlane; null when it is
 * @param adoptable whether what makes it foreign is gone, so that it may become its
 */
record Belonging(@Nullable String foreign, boolean adoptable) {
    /** @param external where it is expected on another cluster, null when it is on this one */
    static Belonging of(GenericKubernetesResource tenant, String controlPlaneUid, @Nullable ExternalTenant external) {
        if (external != null) {
            String foreign = external.foreign(tenant);
            return new Belonging(foreign, foreign != null && external.isAdoptable(tenant));
        }
        String foreign = foreign(tenant, controlPlaneUid);
        return new Belonging(foreign, foreign != null && Adoption.isSafe(tenant));
    }

    private static @Nullable String foreign(GenericKubernetesResource tenant, String controlPlaneUid) {
        for (OwnerReference owner : tenant.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(owner.getController())) {
                return controlPlaneUid.equals(owner.getUid()) ? null : describe(owner, tenant);
            }
        }
        return "nobody (its metadata.ownerReferences has no controller; annotation " + Annotations.APPLIED
                + " with any value has it taken over)";
    }

    private static String describe(OwnerReference owner, GenericKubernetesResource tenant) {
        boolean namesake = References.isOf(owner, KamajiControlPlane.GROUP, KamajiControlPlane.KIND)
                && owner.getName().equals(tenant.getMetadata().getName());
        return (namesake ? "an earlier " : "") + owner.getKind() + " " + owner.getName() + " (UID " + owner.getUid()
                + ")";
    }
}
