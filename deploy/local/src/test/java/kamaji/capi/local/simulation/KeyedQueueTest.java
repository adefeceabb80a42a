// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyedQueueTest {
    @Test
    void keyAddedWhileItsWorkRunsRunsAgainButNeverBesideItself() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        try (KeyedQueue queue = new KeyedQueue("test", 4, Duration.ZERO, key -> {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            await().until(() -> release.getCount() == 0);
            together.decrementAndGet();
            runs.incrementAndGet();
            return Optional.empty();
        })) {
            queue.add("a");
            await().until(() -> together.get() == 1);
            queue.add("a");
            queue.add("a");
            release.countDown();
            await().until(() -> runs.get() == 2);
        }
        assertThat(runs).hasValue(2);
        assertThat(most).hasValue(1);
    }

    @Test
    void failedWorkIsTriedAgain() {
        AtomicInteger runs = new AtomicInteger();
        try (KeyedQueue queue = new KeyedQueue("test", 1, Duration.ZERO, key -> {
            if (runs.incrementAndGet() < 4) {
                throw new IllegalStateException("not yet");
            }
            return Optional.empty();
        })) {
            queue.add("a");
            await().until(() -> runs.get() == 4);
        }
    }

    @Test
    void eventCutsALongWaitShort() {
        AtomicInteger runs = new AtomicInteger();
        try (KeyedQueue queue = new KeyedQueue("test", 1, Duration.ZERO, key -> {
            runs.incrementAndGet();
            return Optional.of(Duration.ofHours(1));
        })) {
            queue.add("a");
            await().until(() -> runs.get() == 1);
            queue.add("a");
            await().until(() -> runs.get() == 2);
        }
    }
}
