// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0s",
        "0s, 0, 0s",
        "10m, 600000000000, 10m",
        "1h30m, 5400000000000, 1h30m",
        "90m, 5400000000000, 1h30m",
        "15s, 15000000000, 15s",
        "500ms, 500000000, 500ms",
        "1.5s, 1500000000, 1.5s",
        ".5s, 500000000, 500ms",
        "1m0.25s, 60250000000, 1m0.25s",
        "250us, 250000, 0.25ms",
        "250µs, 250000, 0.25ms",
        "7ns, 7, 0.000007ms"
    })
    void readsWhatGoWrites(String text, long nanos, String shortest) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(shortest);
        assertThat(GoDuration.parse(shortest)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1s", "m", "10 m", "10m ", "1d", "10M", "1h-1m", "9999999999h", "."})
    void refusesTheRestAndSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("10m");
    }
}
