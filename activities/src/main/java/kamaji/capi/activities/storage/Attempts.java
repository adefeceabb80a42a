// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.Function;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.workflows.decision.Failure.Kind;
import org.jspecify.annotations.Nullable;

/** Writes that fit only the object that was read are made again on what it has become. */
final class Attempts {
    private static final int MOST = 5;

    private final KubernetesApi api;
    private final StoredKind kind;

    Attempts(KubernetesApi api, StoredKind kind) {
        this.api = api;
        this.kind = kind;
    }

    /** What the write gives; null when the object is gone. */
    <T> @Nullable T on(GenericKubernetesResource listed, Function<GenericKubernetesResource, T> write) {
        GenericKubernetesResource live = listed;
        for (int tries = 1; live != null; tries++) {
            try {
                return write.apply(live);
            } catch (StepFailure late) {
                if (late.kind() != Kind.STALE || tries == MOST) {
                    throw late;
                }
            }
            live = api.get(
                    kind.context(),
                    listed.getMetadata().getNamespace(),
                    listed.getMetadata().getName());
        }
        return null;
    }
}
