// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import kamaji.capi.activities.failure.StepFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final Lane lane = new Lane(new RemoteCluster("ns", "s", "k"), closed::incrementAndGet);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        answer.countDown();
        callers.shutdownNow();
    }

    @Test
    void aClusterThatAnswersNobodyHoldsUpAFewAndTurnsTheOthersAway() {
        hold(Lane.WIDTH);

        assertThatThrownBy(() -> lane.pass(() -> "never"))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("busy");
        answer.countDown();
        Awaitility.await().until(() -> waiting.get() == 0);
        assertThat(lane.pass(() -> "now")).isEqualTo("now");
    }

    @Test
    void oneAtATimeAsksWhetherADeadClusterIsBack() {
        assertThatThrownBy(() -> lane.pass(LaneTest::refused)).isInstanceOf(KubernetesClientException.class);
        hold(1);

        assertThatThrownBy(() -> lane.pass(() -> "never"))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("does not answer");
        answer.countDown();
        Awaitility.await().until(() -> waiting.get() == 0);
        assertThat(lane.pass(() -> "back")).isEqualTo("back");
    }

    @Test
    void anAnswerThatIsAnErrorIsALifeSign() {
        assertThatThrownBy(() -> lane.pass(() -> {
                    throw new KubernetesClientException("no", 503, null);
                }))
                .isInstanceOf(KubernetesClientException.class);
        hold(1);

        assertThat(lane.pass(() -> "at once")).isEqualTo("at once");
    }

    @Test
    void aRetiredOneClosesAfterItsLastRequestAndLetsNobodyIn() {
        hold(1);

        lane.retire();
        assertThat(closed).hasValue(0);
        answer.countDown();

        Awaitility.await().untilAtomic(closed, org.hamcrest.Matchers.is(1));
        assertThatThrownBy(() -> lane.pass(() -> "late")).isInstanceOf(StepFailure.class);
    }

    private void hold(int many) {
        for (int i = 0; i < many; i++) {
            callers.execute(() -> lane.pass(this::held));
        }
        Awaitility.await().until(() -> waiting.get() == many);
    }

    private String held() {
        waiting.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.decrementAndGet();
        return "held";
    }

    private static String refused() {
        throw new KubernetesClientException("connection refused");
    }
}
