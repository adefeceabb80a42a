// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private boolean there = true;
    private final Reachability reachability = new Reachability(() -> {
        if (!there) {
            throw new IllegalStateException("UNAVAILABLE");
        }
    });

    @Test
    void followsWhatTemporalAnswers() {
        assertThat(reachability.reachable()).isFalse();

        reachability.begin();
        assertThat(reachability.reachable()).isTrue();

        there = false;
        reachability.ask();
        assertThat(reachability.reachable()).isFalse();

        there = true;
        reachability.ask();
        assertThat(reachability.reachable()).isTrue();
    }
}
