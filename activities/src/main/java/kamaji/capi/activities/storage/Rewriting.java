// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.workflows.decision.Failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Has the API server store objects anew, by a patch that changes nothing: it stores only what is stored in another
 * version. Lists of conditions with a type twice, as the existing provider's schema allows, lose the later ones.
 */
final class Rewriting {
    private final KubernetesApi api;
    private final StoredKind kind;
    private final boolean moves;
    private final boolean dryRun;
    private final Consumer<String> tell;
    private final Attempts attempts;
    private int seen;
    private int mended;
    private int refused;

    /** @param moves whether objects may be stored in another version */
    Rewriting(KubernetesApi api, StoredKind kind, boolean moves, boolean dryRun, Consumer<String> tell) {
        this.api = api;
        this.kind = kind;
        this.moves = moves;
        this.dryRun = dryRun;
        this.tell = tell;
        this.attempts = new Attempts(api, kind);
    }

    int seen() {
        return seen;
    }

    int mended() {
        return mended;
    }

    /** How many objects the API server refuses to store as they are. */
    int refused() {
        return refused;
    }

    void accept(GenericKubernetesResource object) {
        seen++;
        try {
            if (Boolean.TRUE.equals(attempts.on(object, this::mend))) {
                mended++;
                tell.accept(name(object) + ": removed conditions whose type stood there twice");
            }
            if (moves && !dryRun) {
                store(object);
            }
        } catch (StepFailure failure) {
            if (failure.kind() != Kind.WAIT_FOR_CHANGE) {
                throw failure;
            }
            refused++;
            tell.accept(name(object) + ": cannot be written: " + failure.message());
        }
    }

    /** Whoever changed, replaced or deleted it in the meantime has stored it anew. */
    private void store(GenericKubernetesResource object) {
        try {
            api.merge(kind.context(), Patch.ofUid(object));
        } catch (StepFailure failure) {
            if (failure.kind() != Kind.STALE) {
                throw failure;
            }
        }
    }

    private boolean mend(GenericKubernetesResource object) {
        List<?> once = conditionsOnce(object);
        if (once == null) {
            return false;
        }
        if (!dryRun) {
            api.mergeStatus(
                    kind.context(),
                    Patch.ofVersion(
                            object, object.getMetadata().getResourceVersion(), "status", Map.of("conditions", once)));
        }
        return true;
    }

    /** The conditions without those whose type came before, null when there are none such. */
    static @Nullable List<?> conditionsOnce(GenericKubernetesResource object) {
        if (!(object.getAdditionalProperties().get("status") instanceof Map<?, ?> status)
                || !(status.get("conditions") instanceof List<?> conditions)) {
            return null;
        }
        Map<Object, Object> byType = new LinkedHashMap<>();
        for (Object condition : conditions) {
            if (condition instanceof Map<?, ?> entry && entry.get("type") instanceof String type) {
                byType.putIfAbsent(type, entry);
            }
        }
        return byType.size() == conditions.size() ? null : List.copyOf(byType.values());
    }

    private String name(GenericKubernetesResource object) {
        return kind.plural() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
