// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptTest {

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1300", "3, 1690", "9, 8157", "10, 10000", "500, 10000"})
    void visibleTriesFollowMoreAndMoreSlowly(int number, long millis) {
        assertThat(new Attempt(number, false, Duration.ZERO).untilNext()).hasMillis(millis);
    }

    @Test
    void quietTriesFollowEachOtherAtOnePace() {
        assertThat(new Attempt(16, true, Duration.ZERO).untilNext()).hasMillis(200);
    }

    @ParameterizedTest
    @CsvSource({"required, REQUIRED", "best-effort, BEST_EFFORT", "off, OFF"})
    void modesAreReadAsTheyAreWritten(String text, AccessCheck mode) {
        assertThat(AccessCheck.parse(text)).isEqualTo(mode).hasToString(text);
    }

    @Test
    void anotherModeIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> AccessCheck.parse("maybe")).hasMessageContaining("required, best-effort or off");
    }
}
