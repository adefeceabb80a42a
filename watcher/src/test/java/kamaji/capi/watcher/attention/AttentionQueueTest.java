// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.facts.ClusterRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttentionQueueTest {
    private static final ClusterRef A = new ClusterRef("test", "default", "a");
    private static final ClusterRef B = new ClusterRef("test", "default", "b");
    private static final Attention NONE = new Attention(Urgency.NONE, "");
    private static final Attention NOW = new Attention(Urgency.NOW, "due");
    private static final Attention LATER = new Attention(Urgency.LATER, "waits");

    private final FakeClock clock = new FakeClock();
    private final AttentionQueue queue = new AttentionQueue(Pace.standard(), clock);

    @BeforeEach
    void open() {
        queue.open();
    }

    @Test
    void whatIsPutInIsDueAtOnce() {
        queue.put(A);
        assertThat(queue.poll()).contains(A);
        assertThat(queue.isToBeTold(A, NOW)).isTrue();
    }

    @Test
    void aClusterIsInTheQueueOnce() {
        queue.put(A);
        queue.put(A);
        queue.put(B);
        assertThat(queue.depth()).isEqualTo(2);
        assertThat(queue.poll()).contains(A);
        assertThat(queue.poll()).contains(B);
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void theNextSignalLingersAfterTheLast() {
        tell(A, NOW);
        clock.advance(10);
        queue.put(A);
        assertThat(queue.poll()).isEmpty();
        clock.advance(9);
        assertThat(queue.poll()).isEmpty();
        clock.advance(1);
        assertThat(queue.poll()).contains(A);
    }

    @Test
    void theNextLookLingersAfterOneThatFoundNothing() {
        assertThat(judge(A, NONE)).isFalse();
        queue.put(A);
        assertThat(queue.poll()).isEmpty();
        clock.advance(100);
        assertThat(queue.poll()).contains(A);
    }

    @Test
    void changesWhileInHandAreJudgedAfterTheLinger() {
        queue.put(A);
        queue.poll();
        queue.put(A);
        queue.isToBeTold(A, NOW);
        queue.told(A, NOW);
        assertThat(queue.poll()).isEmpty();
        clock.advance(100);
        assertThat(queue.poll()).contains(A);
    }

    @Test
    void theSameReasonIsToldOnce() {
        tell(A, NOW);
        assertThat(judge(A, NOW)).isFalse();
        assertThat(judge(A, new Attention(Urgency.NOW, "due anew"))).isTrue();
    }

    @Test
    void aReasonIsToldAgainWhenAllWasWellInBetween() {
        tell(A, NOW);
        assertThat(judge(A, NONE)).isFalse();
        assertThat(judge(A, NOW)).isTrue();
    }

    @Test
    void aSweepTellsTheSameReasonAgain() {
        tell(A, NOW);
        clock.advance(100);
        queue.putAgain(A, false);
        assertThat(queue.poll()).contains(A);
        assertThat(queue.isToBeTold(A, NOW)).isTrue();
    }

    @Test
    void aSweepTellsTheBlockedAlthoughNothingIsNew() {
        queue.putAgain(A, true);
        queue.poll();
        assertThat(queue.isToBeTold(A, NONE)).isTrue();
        queue.told(A, NONE);
        assertThat(judge(A, NONE)).isFalse();
    }

    @Test
    void whatMayWaitIsToldWhenItLasts() {
        assertThat(judge(A, LATER)).isFalse();
        clock.advance(9_999);
        assertThat(queue.poll()).isEmpty();
        clock.advance(1);
        assertThat(queue.poll()).contains(A);
        assertThat(queue.isToBeTold(A, LATER)).isTrue();
    }

    @Test
    void whatMayWaitIsForgottenWhenItIsOver() {
        judge(A, LATER);
        clock.advance(10_000);
        queue.poll();
        assertThat(queue.isToBeTold(A, NONE)).isFalse();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void urgencyMovesWhatMayWaitForward() {
        judge(A, LATER);
        clock.advance(1_000);
        assertThat(judge(A, NOW)).isTrue();
    }

    @Test
    void changesDoNotMakeWhatMayWaitWaitLonger() {
        judge(A, LATER);
        clock.advance(8_000);
        assertThat(judge(A, new Attention(Urgency.LATER, "waits for something else")))
                .isFalse();
        clock.advance(2_000);
        assertThat(queue.poll()).contains(A);
        assertThat(queue.isToBeTold(A, LATER)).isTrue();
    }

    @Test
    void failuresBackOffFromHalfASecondToTen() {
        queue.put(A);
        for (long wait : new long[] {500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000}) {
            assertThat(queue.poll()).contains(A);
            assertThat(queue.isToBeTold(A, NOW)).isTrue();
            queue.failed(A);
            clock.advance(wait - 1);
            queue.put(A);
            assertThat(queue.poll()).as("before %d ms", wait).isEmpty();
            clock.advance(1);
        }
        assertThat(queue.poll()).contains(A);
    }

    @Test
    void oneFailingClusterHoldsBackNoOther() {
        queue.put(A);
        queue.poll();
        queue.failed(A);
        queue.put(B);
        assertThat(queue.poll()).contains(B);
    }

    @Test
    void whatCannotBeJudgedYetComesAgainSoon() {
        queue.put(A);
        queue.poll();
        queue.notYet(A);
        assertThat(queue.poll()).isEmpty();
        clock.advance(100);
        assertThat(queue.poll()).contains(A);
    }

    @Test
    void goneIsKnownUntilAnswered() {
        queue.put(A);
        queue.putGone(A);
        queue.poll();
        assertThat(queue.isGone(A)).isTrue();
        queue.forget(A);
        assertThat(queue.isGone(A)).isFalse();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void whatCameBackIsNotGone() {
        queue.putGone(A);
        queue.poll();
        queue.isToBeTold(A, LATER);
        assertThat(queue.isGone(A)).isFalse();
    }

    @Test
    void aClosedQueueTakesNothingAndForgetsAll() {
        queue.put(A);
        queue.close();
        queue.put(B);
        assertThat(queue.depth()).isZero();
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void ageIsThatOfTheLongestDue() {
        judge(B, LATER);
        assertThat(queue.oldest()).isZero();
        queue.put(A);
        queue.poll();
        queue.failed(A);
        clock.advance(300);
        assertThat(queue.oldest()).isEqualTo(Duration.ofMillis(300));
        clock.advance(200);
        queue.poll();
        queue.isToBeTold(A, NOW);
        queue.told(A, NOW);
        assertThat(queue.oldest()).isZero();
    }

    @Test
    void takeWaitsForTheNextAndReturnsEmptyAtTheEnd() throws Exception {
        CompletableFuture<Optional<ClusterRef>> next = CompletableFuture.supplyAsync(this::take);
        queue.put(A);
        assertThat(next.get(10, TimeUnit.SECONDS)).contains(A);
        CompletableFuture<Optional<ClusterRef>> last = CompletableFuture.supplyAsync(this::take);
        queue.end();
        assertThat(last.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    private Optional<ClusterRef> take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tell(ClusterRef ref, Attention attention) {
        assertThat(judge(ref, attention)).isTrue();
        queue.told(ref, attention);
    }

    /** Something changed, the linger is over, and this is what the cluster needs. */
    private boolean judge(ClusterRef ref, Attention attention) {
        clock.advance(100);
        queue.put(ref);
        assertThat(queue.poll()).contains(ref);
        return queue.isToBeTold(ref, attention);
    }
}
