// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;

/** How long steps may take and how they are tried again. Changing a value here does not break recorded histories. */
final class StepOptions {
    /** Most a step may take on its quiet first attempt. */
    private static final Duration LOCAL = Duration.ofSeconds(10);
    /** Longer than the Kubernetes client's own time-out, so that an attempt never outlives its successor's start. */
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    /** After this the failure becomes a fact and the workflow decides. */
    private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(60);

    private StepOptions() {}

    static LocalActivityOptions quiet() {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(LOCAL)
                .setScheduleToCloseTimeout(LOCAL)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .setDoNotIncludeArgumentsIntoMarker(true)
                .build();
    }

    static ActivityOptions loud(Step step, String summary) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(ATTEMPT)
                .setScheduleToCloseTimeout(ALL_ATTEMPTS)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setMaximumInterval(Duration.ofSeconds(10))
                        .setDoNotRetry(
                                Failure.Kind.WAIT_FOR_CHANGE.name(), Failure.Kind.STALE.name(), Failure.Kind.BUG.name())
                        .build())
                .setSummary(step.activity() + ": " + Summaries.shorten(summary))
                .build();
    }
}
