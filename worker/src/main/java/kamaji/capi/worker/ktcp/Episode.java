// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.temporal.api.failure.v1.Failure;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a control plane's workflow, as its history tells it.
 *
 * @param kind what it was about: provision, upgrade, scale, delete, …
 * @param trigger what it was started for, as the watcher said
 * @param ended null while it is under way
 * @param outcome how it ended: Converged, Blocked, Paused, Gone; Running, Terminated, ContinuedAsNew otherwise
 * @param cause why it could not converge, null when it did
 * @param steps steps and waits, in the order of their beginning
 */
record Episode(
        String runId,
        String kind,
        String trigger,
        Instant started,
        @Nullable Instant ended,
        String outcome,
        @Nullable String cause,
        List<Step> steps) {

    /**
     * A step, or a wait.
     *
     * @param name name of the step, {@code wait} for a wait
     * @param took null while it is under way; of a step that went well at once the most it may have taken
     * @param result ok, failed, given up; of a wait what ended it: a change or its time
     * @param message the failure, or what is waited for
     * @param until when a wait ends by itself
     */
    record Step(
            String name,
            Instant begun,
            @Nullable Duration took,
            int attempts,
            String result,
            @Nullable String message,
            @Nullable Instant until) {
        static final String WAIT = "wait";
        static final String RUNNING = "running";
    }

    static Episode of(WorkflowExecutionHistory history) {
        return new EpisodeReader(history).read();
    }

    /** When the run looks again by itself: the end of the wait that is under way; null when none is. */
    @Nullable
    Instant looksAgain() {
        return steps.stream()
                .filter(step -> step.name().equals(Step.WAIT) && step.result().equals(Step.RUNNING))
                .map(Step::until)
                .reduce((first, last) -> last)
                .orElse(null);
    }

    /** What a failure says: the innermost message, which is the one that the step gave. */
    static String messageOf(Failure failure) {
        Failure innermost = failure;
        while (innermost.hasCause()) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage();
    }
}
