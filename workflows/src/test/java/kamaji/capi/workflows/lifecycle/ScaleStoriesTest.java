// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.Test;

/** More pods, fewer, none. */
class ScaleStoriesTest extends Stories {
    @Test
    void scalingIsANewRunThatIsReportedWhileItLasts() {
        provision();
        cluster.scale(3);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Ready", "v1.33.1", 3));

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.reports().get(2).conditions())
                .filteredOn(condition -> condition.type().equals("ScalingUp"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("from 2 to 3"));
        assertThat(cluster.told("ScalingUp").isTrue()).isFalse();
        assertThat(cluster.reports().get(3).counters()).isEqualTo(new StatusReport.ReplicaCounters(3, 3, 3, 3));
    }

    @Test
    void sleepAtZeroReplicasIsSuccessAndWakesUp() {
        provision();
        cluster.scale(0);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Sleeping", "v1.33.1", 0));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").reason()).isEqualTo("Sleeping");
        assertThat(cluster.told("Available").message()).contains("spec.replicas");

        cluster.scale(2);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Ready", "v1.33.1", 2));
        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }
}
