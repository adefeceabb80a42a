// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;

/**
 * What holds a KamajiControlPlane.
 *
 * @param finalizer position of our finalizer, -1 when it is not there
 * @param moveBlock whether the block of moves is there and was set by us
 * @param others what holds it, too, and is not ours
 * @param deleting whether it is being deleted
 */
record Ties(int finalizer, boolean moveBlock, List<String> others, boolean deleting) {

    static Ties of(GenericKubernetesResource object) {
        List<String> others = new ArrayList<>();
        List<String> finalizers = object.getMetadata().getFinalizers();
        for (String finalizer : finalizers) {
            if (!finalizer.equals(Finalizers.CONTROL_PLANE)) {
                others.add("finalizer " + finalizer);
            }
        }
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of());
        boolean blocked = annotations.containsKey(Annotations.BLOCK_MOVE);
        boolean ours = blocked && isOurs(object);
        if (blocked && !ours) {
            others.add("annotation " + Annotations.BLOCK_MOVE);
        }
        return new Ties(
                finalizers.indexOf(Finalizers.CONTROL_PLANE),
                ours,
                List.copyOf(others),
                object.getMetadata().getDeletionTimestamp() != null);
    }

    /** Somebody else may have blocked moves for reasons of their own. */
    private static boolean isOurs(GenericKubernetesResource object) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> KubernetesApi.FIELD_MANAGER.equals(entry.getManager()))
                .anyMatch(Ties::holdsMoveBlock);
    }

    private static boolean holdsMoveBlock(ManagedFieldsEntry entry) {
        return entry.getFieldsV1() != null
                && entry.getFieldsV1().getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> metadata
                && metadata.get("f:annotations") instanceof Map<?, ?> annotations
                && annotations.containsKey("f:" + Annotations.BLOCK_MOVE);
    }

    /** Whether nothing of ours is there. */
    boolean isEmpty() {
        return finalizer < 0 && !moveBlock;
    }

    List<Operation> cuts() {
        List<Operation> operations = new ArrayList<>();
        if (finalizer >= 0) {
            operations.add(new Operation("remove", "/metadata/finalizers/" + finalizer, null));
        }
        if (moveBlock) {
            operations.add(
                    new Operation("remove", "/metadata/annotations/" + Patch.escape(Annotations.BLOCK_MOVE), null));
        }
        return operations;
    }

    String describe(boolean dryRun) {
        List<String> ours = new ArrayList<>();
        if (finalizer >= 0) {
            ours.add("finalizer " + Finalizers.CONTROL_PLANE);
        }
        if (moveBlock) {
            ours.add("annotation " + Annotations.BLOCK_MOVE);
        }
        String removed = (dryRun ? "would remove " : "removed ") + String.join(" and ", ours);
        return (ours.isEmpty() ? "nothing to release" : removed)
                + (deleting && others.isEmpty() && !ours.isEmpty() ? "; it is being deleted and goes now" : "")
                + (others.isEmpty() ? "" : "; not ours and still there: " + String.join(", ", others));
    }
}
