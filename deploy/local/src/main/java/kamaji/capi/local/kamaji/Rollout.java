// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a kubelet would do with the pods of a Deployment: numbers that go from some to others in a given time. New pods
 * of a changed template come beside the old ones; with several pods, the first is ready a moment before the others.
 */
record Rollout(PodCounts from, int to, boolean newTemplate, long generation, Instant start, Duration duration) {
    private static final Duration LONGEST_SPREAD = Duration.ofMillis(300);

    static Rollout done(PodCounts counts, long generation) {
        return new Rollout(counts, counts.replicas(), false, generation, Instant.EPOCH, Duration.ZERO);
    }

    Rollout then(int replicas, boolean newTemplate, Instant now, Duration duration) {
        return new Rollout(at(now), replicas, newTemplate, generation + 1, now, duration);
    }

    PodCounts at(Instant now) {
        if (!now.isBefore(end())) {
            return PodCounts.settled(to);
        }
        if (to < from.replicas() && !newTemplate) {
            return new PodCounts(from.replicas(), from.replicas(), from.ready(), 0);
        }
        if (newTemplate && from.ready() > 0) {
            return new PodCounts(from.replicas() + to, to, from.ready(), to);
        }
        int ready = Math.max(Math.min(from.ready(), to), now.isBefore(firstReady()) ? 0 : 1);
        return new PodCounts(to, to, ready, to - ready);
    }

    /** When the numbers change next, if they still do. */
    Optional<Instant> next(Instant now) {
        if (now.isBefore(firstReady())) {
            return Optional.of(firstReady());
        }
        return now.isBefore(end()) ? Optional.of(end()) : Optional.empty();
    }

    Instant end() {
        return start.plus(duration);
    }

    private Instant firstReady() {
        Duration spread = duration.dividedBy(10);
        return to < 2 || from.ready() > 0
                ? end()
                : end().minus(spread.compareTo(LONGEST_SPREAD) < 0 ? spread : LONGEST_SPREAD);
    }
}
