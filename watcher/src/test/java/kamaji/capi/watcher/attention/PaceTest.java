// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    @Test
    void retriesDoubleUpToTheLongest() {
        assertThat(Pace.standard().retryMillis(1)).isEqualTo(500);
        assertThat(Pace.standard().retryMillis(3)).isEqualTo(2_000);
        assertThat(Pace.standard().retryMillis(1_000_000)).isEqualTo(10_000);
    }

    @Test
    void aLongestRetryBelowTheFirstIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Pace(second, second, second, Duration.ZERO, 1, 1, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longest retry");
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "1, 25", "16, 100", "95, 495", "96, 500", "10000, 500"})
    void looksAtOneClusterAreFurtherApartTheMoreWait(int waiting, long millis) {
        assertThat(Pace.standard().spacingMillis(waiting)).isEqualTo(millis);
    }
}
