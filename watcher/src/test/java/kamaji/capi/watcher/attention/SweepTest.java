// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.facts.ClusterRef;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Start START = new Start("uid", "v1.35.0", null, null);
    private static final Judgement SETTLED = Judgement.known(new Attention(Urgency.NONE, ""), false, START);
    private static final Judgement BLOCKED = Judgement.known(new Attention(Urgency.NONE, ""), true, START);
    private static final Judgement DUE = Judgement.known(new Attention(Urgency.NOW, "due"), false, START);

    private final FakeClock clock = new FakeClock();
    private final AttentionQueue queue = new AttentionQueue(Pace.standard(), clock);
    private final List<ClusterRef> clusters = new ArrayList<>();
    private Judgement judgement = DUE;
    private final Sweep sweep = new Sweep(() -> clusters, ref -> judgement, queue, Pace.standard(), clock);

    @Test
    void onlyWhatNeedsAttentionIsPutIn() {
        with(3);
        judgement = SETTLED;
        sweep.begin(true);
        sweep.advance();
        assertThat(queue.depth()).isZero();
        judgement = DUE;
        sweep.begin(false);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(3);
    }

    @Test
    void theBlockedArePutInWhenAskedFor() {
        with(3);
        judgement = BLOCKED;
        sweep.begin(false);
        sweep.advance();
        assertThat(queue.depth()).isZero();
        sweep.begin(true);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(3);
    }

    @Test
    void whatIsNotKnownYetIsPutIn() {
        with(1);
        judgement = Judgement.UNKNOWN_YET;
        sweep.begin(false);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void thePaceIsKept() {
        with(200);
        sweep.begin(false);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(50);
        clock.advance(100);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(55);
        clock.advance(60_000);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(105);
    }

    @Test
    void theSettledDoNotCountForThePace() {
        with(450);
        judgement = SETTLED;
        sweep.begin(false);
        sweep.advance();
        judgement = DUE;
        sweep.begin(false);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(50);
    }

    private void with(int count) {
        queue.open();
        IntStream.range(0, count)
                .mapToObj(i -> new ClusterRef("test", "default", "c" + i))
                .forEach(clusters::add);
    }
}
