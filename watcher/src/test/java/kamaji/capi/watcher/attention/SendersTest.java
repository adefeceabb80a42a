// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import kamaji.capi.watcher.signals.FakeSignals;
import kamaji.capi.watcher.signals.FakeSignals.Sent;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.facts.ClusterRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final ClusterRef A = new ClusterRef("test", "default", "a");
    private static final Start START = new Start("uid", "v1.35.0", null, null);

    private final FakeClock clock = new FakeClock();
    private final AttentionQueue queue = new AttentionQueue(Pace.standard(), clock);
    private final FakeSignals signals = new FakeSignals();
    private Judgement judgement = known(Urgency.NOW, "due");
    private boolean maySend = true;
    private final Senders senders = new Senders(queue, ref -> judgement, signals, () -> maySend);

    @BeforeEach
    void open() {
        queue.open();
    }

    @Test
    void whatIsDueIsSentWithItsReason() {
        queue.put(A);
        turn();
        assertThat(signals.all()).containsExactly(new Sent("default", "a", "due", true));
        assertThat(senders.sent()).isEqualTo(1);
    }

    @Test
    void nothingIsSentWhileItMayNot() {
        maySend = false;
        queue.put(A);
        turn();
        assertThat(signals.all()).isEmpty();
        maySend = true;
        clock.advance(100);
        turn();
        assertThat(signals.all()).hasSize(1);
    }

    @Test
    void aRefusedSignalIsSentAgainAndSaidMeanwhile() {
        signals.refuse(true);
        queue.put(A);
        turn();
        assertThat(senders.problem()).contains("refused");
        assertThat(senders.failed()).isEqualTo(1);
        signals.refuse(false);
        clock.advance(500);
        turn();
        assertThat(signals.all()).hasSize(1);
        assertThat(senders.problem()).isEmpty();
    }

    @Test
    void theOpenRunOfWhatIsGoneIsToldAndNoneIsStarted() {
        judgement = Judgement.ABSENT;
        queue.putGone(A);
        turn();
        assertThat(signals.all()).containsExactly(new Sent("default", "a", "gone", false));
        assertThat(queue.depth()).isZero();
    }

    @Test
    void aNeighbourWithoutControlPlaneCausesNothing() {
        judgement = Judgement.ABSENT;
        queue.put(A);
        turn();
        assertThat(signals.all()).isEmpty();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void goneIsToldAgainWhenRefused() {
        judgement = Judgement.ABSENT;
        signals.refuse(true);
        queue.putGone(A);
        turn();
        signals.refuse(false);
        clock.advance(500);
        turn();
        assertThat(signals.all()).hasSize(1);
    }

    @Test
    void whatIsNotKnownYetWaits() {
        judgement = Judgement.UNKNOWN_YET;
        queue.put(A);
        turn();
        judgement = known(Urgency.NOW, "due");
        clock.advance(100);
        turn();
        assertThat(signals.all()).hasSize(1);
    }

    @Test
    void aDefectWhileJudgingEndsNoSender() {
        Senders defective = new Senders(
                queue,
                ref -> {
                    throw new IllegalStateException("defect");
                },
                signals,
                () -> true);
        queue.put(A);
        defective.turn(queue.poll().orElseThrow());
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void sendersWorkUntilTheQueueEnds() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        senders.start(executor, 3);
        queue.put(A);
        Awaitility.await().until(() -> signals.all().size() == 1);
        queue.end();
        assertThat(senders.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(senders.missing()).isZero();
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptedSenderIsMissed() {
        ExecutorService executor = Executors.newCachedThreadPool();
        senders.start(executor, 2);
        executor.shutdownNow();
        Awaitility.await().until(() -> senders.missing() == 2);
    }

    private void turn() {
        senders.turn(queue.poll().orElseThrow());
    }

    private static Judgement known(Urgency urgency, String reason) {
        return Judgement.known(new Attention(urgency, reason), false, START);
    }
}
