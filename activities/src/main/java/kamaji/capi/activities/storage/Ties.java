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
 * @param finalizers positions of our finalizers, ascending
 * @param external whether its TenantControlPlane is on another cluster, where nothing will delete it
 * @param moveBlock whether the block of moves is there and was set by us
 * @param others what holds it, too, and is not ours
 * @param deleting whether it is being deleted
 */
record Ties(List<Integer> finalizers, boolean external, boolean moveBlock, List<String> others, boolean deleting) {

    static Ties of(GenericKubernetesResource object) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of());
        List<String> finalizers = object.getMetadata().getFinalizers();
        // The Go provider holds one on another cluster by the same name, and is the only one that never writes more.
        boolean held =
                finalizers.contains(Finalizers.CONTROL_PLANE) || annotations.containsKey(Annotations.EXTERNAL_TENANT);
        List<String> others = new ArrayList<>();
        List<Integer> ours = new ArrayList<>();
        for (int i = 0; i < finalizers.size(); i++) {
            if (held && Finalizers.ALL.contains(finalizers.get(i))) {
                ours.add(i);
            } else {
                others.add("finalizer " + finalizers.get(i));
            }
        }
        boolean blocked = annotations.containsKey(Annotations.BLOCK_MOVE);
        boolean blockedByUs = blocked && isOurs(object);
        if (blocked && !blockedByUs) {
            others.add("annotation " + Annotations.BLOCK_MOVE);
        }
        return new Ties(
                List.copyOf(ours),
                held && finalizers.contains(Finalizers.EXTERNAL_CLUSTER),
                blockedByUs,
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
        return finalizers.isEmpty() && !moveBlock;
    }

    /** From the last finalizer to the first, so that positions hold. */
    List<Operation> cuts() {
        List<Operation> operations = new ArrayList<>();
        for (int i = finalizers.size() - 1; i >= 0; i--) {
            operations.add(new Operation("remove", "/metadata/finalizers/" + finalizers.get(i), null));
        }
        if (moveBlock) {
            operations.add(
                    new Operation("remove", "/metadata/annotations/" + Patch.escape(Annotations.BLOCK_MOVE), null));
        }
        return operations;
    }

    String describe(boolean dryRun) {
        List<String> ours = new ArrayList<>();
        if (finalizers.size() > (external ? 1 : 0)) {
            ours.add("finalizer " + Finalizers.CONTROL_PLANE);
        }
        if (external) {
            ours.add("finalizer " + Finalizers.EXTERNAL_CLUSTER);
        }
        if (moveBlock) {
            ours.add("annotation " + Annotations.BLOCK_MOVE);
        }
        String removed = (dryRun ? "would remove " : "removed ") + String.join(" and ", ours);
        return (ours.isEmpty() ? "nothing to release" : removed)
                + (deleting && others.isEmpty() && !ours.isEmpty() ? "; it is being deleted and goes now" : "")
                + (external ? "; its TenantControlPlane stays on the other cluster, whatever becomes of it" : "")
                + (others.isEmpty() ? "" : "; not ours and still there: " + String.join(", ", others));
    }
}
