// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columnsAreAsWideAsTheyNeedToBe() {
        String text =
                new Table().row("A", "B", "a last one").row("long", "", "x").text();

        assertThat(text).isEqualTo("A      B   a last one\nlong       x\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.04S, 0.0s",
        "PT1.26S, 1.3s",
        "PT12.9S, 12s",
        "PT3M, 3m",
        "PT3M12S, 3m12s",
        "PT2H5M9S, 2h5m",
        "P3DT4H, 3d4h",
        "-PT5S, 0.0s"
    })
    void agesHaveTwoUnitsAtMost(String duration, String text) {
        assertThat(Table.age(Duration.parse(duration))).isEqualTo(text);
    }
}
