// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition or a time, and takes its timer along when the condition wins: {@code Workflow.await} with a
 * duration leaves the timer behind.
 */
final class ScopedTimer {
    private @Nullable Promise<Void> timer;

    private ScopedTimer() {}

    /**
     * Waits until the condition holds or the time is over.
     *
     * @param summary what is waited for, shown in the Temporal UI in place of the timer's id
     */
    static void await(Duration longest, String summary, BooleanSupplier condition) {
        new ScopedTimer().waitFor(longest, summary, condition);
    }

    private void waitFor(Duration longest, String summary, BooleanSupplier condition) {
        TimerOptions options =
                TimerOptions.newBuilder().setSummary(Summaries.shorten(summary)).build();
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            // A cancelled timer completes exceptionally; without a handler each one would be logged as never accessed.
            timer = Workflow.newTimer(longest, options).exceptionally(cancelled -> null);
        });
        scope.run();
        Promise<Void> started = timer;
        Workflow.await(() -> condition.getAsBoolean() || started == null || started.isCompleted());
        scope.cancel();
    }
}
