// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Map;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;

/** How long steps may take and how they are tried again. Changing a value here does not break recorded histories. */
final class StepOptions {
    /** Most a step may take on its quiet first attempt. */
    private static final Duration LOCAL = Duration.ofSeconds(10);
    /**
     * Kamaji lets its kubeconfig in some seconds after it says Ready. That is asked for quietly, since a server of Temporal
     * fires the timer of a retry up to a second late.
     */
    private static final Duration ACCESS_INTERVAL = Duration.ofMillis(200);

    private static final int ACCESS_ATTEMPTS = 16;
    private static final Duration ACCESS_LONGEST = Duration.ofSeconds(5);

    /** Longer than the Kubernetes client's own time-out, so that an attempt never outlives its successor's start. */
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    /** After this the failure becomes a fact and the workflow decides. */
    private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(60);

    private StepOptions() {}

    /** Of a quiet step: one attempt. */
    static LocalActivityOptions quiet() {
        return quiet(LOCAL, RetryOptions.newBuilder().setMaximumAttempts(1).build());
    }

    /** Of the quiet steps that are no single attempt, by the name of their activity. */
    static Map<String, LocalActivityOptions> quietExceptions() {
        RetryOptions steady = RetryOptions.newBuilder()
                .setInitialInterval(ACCESS_INTERVAL)
                .setBackoffCoefficient(1)
                .setMaximumAttempts(ACCESS_ATTEMPTS)
                .build();
        return Map.of(Step.VERIFY_ACCESS.activity(), quiet(ACCESS_LONGEST, steady));
    }

    private static LocalActivityOptions quiet(Duration longest, RetryOptions retries) {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(longest)
                .setScheduleToCloseTimeout(longest)
                .setRetryOptions(retries)
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
