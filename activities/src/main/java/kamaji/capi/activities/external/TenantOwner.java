// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.KamajiControlPlane;

/**
 * Whose a TenantControlPlane on another cluster is, written down on it: owner references do not reach across clusters.
 *
 * @param namespace of the KamajiControlPlane
 * @param name of the KamajiControlPlane
 * @param uid of the KamajiControlPlane
 */
public record TenantOwner(String namespace, String name, String uid) {
    private static final int PARTS = 3;

    /** The KamajiControlPlane as an owner. */
    public static TenantOwner of(HasMetadata controlPlane) {
        return new TenantOwner(
                controlPlane.getMetadata().getNamespace(),
                controlPlane.getMetadata().getName(),
                String.valueOf(controlPlane.getMetadata().getUid()));
    }

    /** The owner that a TenantControlPlane names; the existing provider wrote none down. */
    static Optional<TenantOwner> on(HasMetadata tenant) {
        Map<String, String> annotations = tenant.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(Annotations.OWNER);
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.split("/", -1);
        return Optional.of(
                parts.length == PARTS ? new TenantOwner(parts[0], parts[1], parts[2]) : new TenantOwner("", text, ""));
    }

    /** The text of the annotation. */
    public String text() {
        return String.join("/", namespace, name, uid);
    }

    boolean isNamesakeOf(TenantOwner other) {
        return namespace.equals(other.namespace) && name.equals(other.name);
    }

    String describe() {
        return KamajiControlPlane.KIND + " " + namespace + "/" + name + " (UID " + uid + ")";
    }
}
