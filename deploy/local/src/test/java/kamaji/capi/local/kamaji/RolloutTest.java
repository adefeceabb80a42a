// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TEN = Duration.ofSeconds(10);

    @Test
    void secondOfTwoFirstPodsIsReadyLast() {
        Rollout rollout = new Rollout(PodCounts.NONE, 2, true, 1, START, TEN);
        assertThat(rollout.at(START)).isEqualTo(PodCounts.starting(2));
        assertThat(rollout.at(START.plusMillis(9_800))).isEqualTo(new PodCounts(2, 2, 1, 1));
        assertThat(rollout.at(START.plusSeconds(10))).isEqualTo(PodCounts.settled(2));
        assertThat(rollout.next(START)).contains(START.plusMillis(9_700));
        assertThat(rollout.next(START.plusSeconds(10))).isEmpty();
    }

    @Test
    void newTemplateComesBesideTheOldPods() {
        Rollout rollout = Rollout.done(PodCounts.settled(1), 1).then(1, true, START, TEN);
        assertThat(rollout.generation()).isEqualTo(2);
        assertThat(rollout.at(START.plusSeconds(5))).isEqualTo(new PodCounts(2, 1, 1, 1));
        assertThat(rollout.at(START.plusSeconds(10))).isEqualTo(PodCounts.settled(1));
    }

    @Test
    void oldPodsStayWhileScalingDown() {
        Rollout rollout = Rollout.done(PodCounts.settled(3), 1).then(1, false, START, TEN);
        assertThat(rollout.at(START.plusSeconds(1))).isEqualTo(new PodCounts(3, 3, 3, 0));
    }

    @Test
    void changeInTheMiddleGoesOnFromWhereItWas() {
        Rollout first = Rollout.done(PodCounts.settled(1), 1).then(3, false, START, TEN);
        Rollout second = first.then(2, false, START.plusSeconds(5), TEN);
        assertThat(second.at(START.plusSeconds(6))).isEqualTo(new PodCounts(3, 3, 1, 0));
        assertThat(second.at(START.plusSeconds(15))).isEqualTo(PodCounts.settled(2));
    }
}
