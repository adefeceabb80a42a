// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kamaji.capi.watcher.attention.Sweep.Insistence;
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
        sweep.begin(Insistence.BLOCKED_TOO);
        sweep.advance();
        assertThat(queue.depth()).isZero();
        judgement = DUE;
        sweep.begin(Insistence.AGAIN);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(3);
    }

    @Test
    void theBlockedArePutInWhenAskedFor() {
        with(3);
        judgement = BLOCKED;
        sweep.begin(Insistence.AGAIN);
        sweep.advance();
        assertThat(queue.depth()).isZero();
        sweep.begin(Insistence.BLOCKED_TOO);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(3);
    }

    @Test
    void whatIsNotKnownYetIsPutIn() {
        with(1);
        judgement = Judgement.UNKNOWN_YET;
        sweep.begin(Insistence.AGAIN);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void aSweepForNewsDoesNotRepeatWhatWasTold() {
        with(1);
        ClusterRef ref = clusters.get(0);
        queue.put(ref);
        queue.poll();
        queue.isToBeTold(ref, DUE.attention());
        queue.told(ref, DUE.attention());
        assertThat(tellsAgain(ref, Insistence.NEWS)).isFalse();
        assertThat(tellsAgain(ref, Insistence.AGAIN)).isTrue();
    }

    private boolean tellsAgain(ClusterRef ref, Insistence insistence) {
        clock.advance(1_000);
        sweep.begin(insistence);
        sweep.advance();
        assertThat(queue.poll()).contains(ref);
        return queue.isToBeTold(ref, DUE.attention());
    }

    @Test
    void aSweepThatBeginsAnewInsistsNoLess() {
        with(3);
        judgement = BLOCKED;
        sweep.begin(Insistence.BLOCKED_TOO);
        sweep.begin(Insistence.NEWS);
        sweep.advance();
        assertThat(queue.depth()).isEqualTo(3);
    }

    @Test
    void thePaceIsKept() {
        with(200);
        sweep.begin(Insistence.AGAIN);
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
        sweep.begin(Insistence.AGAIN);
        sweep.advance();
        judgement = DUE;
        sweep.begin(Insistence.AGAIN);
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
