// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that waits for days while something about it keeps changing. */
class LongWaitTest {
    private static final int CHANGES = 600;
    /** Where Temporal suggests to continue as new, and what one more wait may add. */
    private static final int LARGEST = 4_096 + 50;

    @Test
    void itsHistoryStaysBoundedAndNoSignalIsLost() {
        try (Story story = new Story()) {
            for (int change = 1; change <= CHANGES; change++) {
                story.after(Duration.ofMinutes(10L * change), () -> {});
            }
            story.notice();
            story.pass(Duration.ofMinutes(10L * CHANGES + 1));
            List<HistoryEvent> waiting = story.history().getEvents();
            assertThat(waiting.get(0)
                            .getWorkflowExecutionStartedEventAttributes()
                            .getContinuedExecutionRunId())
                    .as("the run that this one continues")
                    .isNotEmpty();
            assertThat(waiting).hasSizeLessThan(LARGEST);

            story.after(Duration.ofSeconds(5), story.cluster::address)
                    .after(Duration.ofSeconds(10), story.cluster::run)
                    .pass(Duration.ofSeconds(20));
            assertThat(story.result().outcome()).isEqualTo("Converged");
        }
    }
}
