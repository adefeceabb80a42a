// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;

/**
 * When a TenantControlPlane may become that of the KamajiControlPlane of its name, as after a restore from a backup,
 * which gives every object another UID.
 *
 * <p>Two cases are safe. Its controller is a KamajiControlPlane of this very name and another UID: names are unique, so
 * that one is gone. Or it has no controller but carries what this provider applied: it was let go of by a move, or
 * restored without owner references. Anything else belongs to somebody.
 *
 * <p>An owner that is gone makes the garbage collector delete the object, and it looks as soon as it sees it. So the
 * owner is replaced before anything else is written, in one patch that fits only the object that was judged.
 */
public final class Adoption {
    private Adoption() {}

    static boolean isSafe(GenericKubernetesResource tenant) {
        Optional<OwnerReference> controller = controller(tenant);
        if (controller.isPresent()) {
            return isNamesake(controller.get(), tenant);
        }
        Map<String, String> annotations = tenant.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(Annotations.APPLIED);
    }

    /** Makes the owner the only controller; references of others stay, but for namesakes that are gone. */
    public static Patch patch(GenericKubernetesResource tenant, OwnerReference owner) {
        List<OwnerReference> owners =
                new ArrayList<>(Objects.requireNonNullElse(tenant.getMetadata().getOwnerReferences(), List.of()));
        owners.removeIf(each -> isNamesake(each, tenant));
        owners.add(owner);
        return replacing(tenant, owners);
    }

    /** Takes every reference to the KamajiControlPlane away, so that its end does not end the object. */
    public static Patch orphaning(GenericKubernetesResource tenant) {
        List<OwnerReference> owners =
                new ArrayList<>(Objects.requireNonNullElse(tenant.getMetadata().getOwnerReferences(), List.of()));
        owners.removeIf(each -> isNamesake(each, tenant));
        return replacing(tenant, owners);
    }

    private static Patch replacing(GenericKubernetesResource tenant, List<OwnerReference> owners) {
        return Patch.ofOperations(
                tenant,
                List.of(
                        new Operation(
                                "test", "/metadata/uid", tenant.getMetadata().getUid()),
                        new Operation("add", "/metadata/ownerReferences", owners)));
    }

    private static Optional<OwnerReference> controller(GenericKubernetesResource tenant) {
        return tenant.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private static boolean isNamesake(OwnerReference owner, GenericKubernetesResource tenant) {
        return References.isOf(owner, KamajiControlPlane.GROUP, KamajiControlPlane.KIND)
                && owner.getName().equals(tenant.getMetadata().getName());
    }
}
