// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kamaji.capi.workflows.decision.Step;
import org.junit.jupiter.api.Test;

/** A pause is told once, and nothing is written until its end. */
class PauseStoriesTest extends Stories {
    @Test
    void pauseIsToldOnceAndNothingElseIsWritten() {
        cluster.pause(true);

        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(cluster.calls()).containsExactly("ObserveControlPlane", "ReportStatus", "ObserveControlPlane");
        assertThat(cluster.told("Paused").isTrue()).isTrue();
    }

    @Test
    void unpausingGoesOnFromTheFacts() {
        cluster.pause(true);
        story.play();
        cluster.pause(false);
        provision();

        assertThat(cluster.told("Paused").isTrue()).isFalse();
    }

    @Test
    void pauseInTheMiddleStopsAFailingStep() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.after(Duration.ofSeconds(8), () -> cluster.pause(true));

        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(story.fromLastSignalToEnd()).isLessThan(Duration.ofSeconds(3));
    }
}
