// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kamaji.capi.watcher.signals.Runs;
import kamaji.capi.watcher.signals.SignalFailedException;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.facts.ClusterRef;
import org.junit.jupiter.api.Test;

class WedgedClustersTest {
    private static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");
    private static final Start START = new Start("u1", "v1.33.1", null, null);

    private final FakeClock clock = new FakeClock();
    private final AttentionQueue queue = new AttentionQueue(Pace.standard(), clock);
    private final FakeRuns runs = new FakeRuns();
    private boolean settled;
    private boolean leads = true;
    private final WedgedClusters wedged =
            new WedgedClusters(() -> List.of(REF), ref -> judgement(), runs, queue, () -> leads, clock);

    /** What the server would say. */
    private static final class FakeRuns implements Runs {
        private final List<String> terminated = new ArrayList<>();
        private boolean wedged = true;
        private boolean away;
        private int asked;

        @Override
        public Optional<WedgedRun> wedged(ClusterRef ref) throws SignalFailedException {
            if (away) {
                throw new SignalFailedException("away");
            }
            asked++;
            return wedged ? Optional.of(new WedgedRun("run-" + asked, 7)) : Optional.empty();
        }

        @Override
        public void terminate(ClusterRef ref, WedgedRun run, String reason) {
            terminated.add(run.runId());
        }
    }

    private Judgement judgement() {
        Attention attention = new Attention(settled ? Urgency.NONE : Urgency.NOW, "due");
        return Judgement.known(attention, false, START).settled(settled);
    }

    private void minutes(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            wedged.look();
            clock.advance(60_000);
        }
        wedged.look();
    }

    @Test
    void aRunIsOnlyLookedAtWhenItsClusterHasNotSettledForFiveMinutes() {
        minutes(4);
        assertThat(runs.asked).isZero();

        settled = true;
        minutes(1);
        settled = false;
        minutes(4);
        assertThat(runs.asked).isZero();

        minutes(1);
        assertThat(runs.asked).isEqualTo(1);
    }

    @Test
    void aWedgedRunIsEndedAndItsClusterIsToldAgain() {
        queue.open();
        minutes(5);

        assertThat(runs.terminated).containsExactly("run-1");
        assertThat(wedged.restarts()).isEqualTo(1);
        assertThat(queue.poll()).contains(REF);
    }

    @Test
    void afterThreeRestartsItIsLeftAndNamedUntilTheClusterSettles() {
        minutes(60);

        assertThat(runs.terminated).hasSize(3);
        assertThat(wedged.left()).containsExactly("demo/kcp");

        settled = true;
        minutes(1);
        assertThat(wedged.left()).isEmpty();
    }

    @Test
    void aRunThatGoesOnIsLeftInPeace() {
        runs.wedged = false;
        minutes(30);

        assertThat(runs.asked).isBetween(4, 6);
        assertThat(runs.terminated).isEmpty();
    }

    @Test
    void nobodyIsAskedWithoutTheLeadAndAnAbsentServerIsAskedAgain() {
        leads = false;
        minutes(10);
        assertThat(runs.asked).isZero();

        leads = true;
        runs.away = true;
        minutes(10);
        runs.away = false;
        minutes(1);
        assertThat(runs.terminated).hasSize(1);
    }
}
