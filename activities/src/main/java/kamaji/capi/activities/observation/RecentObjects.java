// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;

/**
 * What this process read of clusters a moment ago. The quiet steps of one workflow task follow each other within
 * milliseconds, so that reading everything again for each would find the same: half of all reads. Objects are used only for
 * the very version of the control plane that was observed, and every write to it is guarded by that version.
 */
final class RecentObjects {
    private static final long MOMENT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MANY = 256;

    private final Map<ClusterRef, Seen> seen = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    private record Seen(ClusterObjects objects, long at) {}

    RecentObjects(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void remember(ClusterObjects objects) {
        if (seen.size() >= MANY) {
            seen.values().removeIf(this::isOld);
        }
        seen.put(objects.ref(), new Seen(objects, nanoTime.getAsLong()));
    }

    void forget(ClusterRef ref) {
        seen.remove(ref);
    }

    /** What was read, if it is of this moment and of the observed version of the control plane. */
    Optional<ClusterObjects> of(Target target) {
        return Optional.ofNullable(seen.get(target.ref()))
                .filter(found -> !isOld(found))
                .map(Seen::objects)
                .filter(objects -> isObserved(target, objects.controlPlane()));
    }

    private static boolean isObserved(Target target, @Nullable GenericKubernetesResource controlPlane) {
        return controlPlane != null
                && target.uid().equals(controlPlane.getMetadata().getUid())
                && target.resourceVersion().equals(controlPlane.getMetadata().getResourceVersion());
    }

    private boolean isOld(Seen found) {
        return nanoTime.getAsLong() - found.at() > MOMENT_NANOS;
    }
}
