// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradePlanningTest {
    private static final List<String> NAMED = List.of("v1.31.9", "v1.31.4", "1.32.5");

    @ParameterizedTest(name = "{0} wanted, {1} runs, {2} asked, steady {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "v1.33.1, v1.30.2, v1.30.2, true,  v1.31.9, v1.31.9 v1.32.5 v1.33.1",
                "v1.33.1, v1.30.2, v1.30.2, false, v1.30.2, v1.31.9 v1.32.5 v1.33.1",
                "v1.33.1, v1.30.2, v1.31.9, false, v1.31.9, v1.31.9 v1.32.5 v1.33.1",
                "v1.33.1, v1.31.9, v1.31.9, true,  v1.32.5, v1.32.5 v1.33.1",
                "v1.33.1, v1.32.5, v1.32.5, true,  v1.33.1, v1.33.1",
                "v1.33.1, v1.32.5, v1.33.1, false, v1.33.1, v1.33.1",
                "v1.33.2, v1.32.5, v1.33.1, false, v1.33.2, v1.33.2",
                "v1.35.0, v1.33.1, v1.33.1, true,  v1.34.0, v1.34.0 v1.35.0",
                "v1.35.0, v1.33.1, v1.34.3, false, v1.34.3, v1.34.3 v1.35.0",
                "v1.33.0, v1.30.2, v1.31.0, false, v1.31.9, v1.31.9 v1.32.5 v1.33.0",
                "v1.30.9, v1.30.2, v1.30.2, true,  v1.30.9, v1.30.9",
                "v1.30.1, v1.30.2, v1.30.2, true,  v1.30.1, v1.30.1",
                "v1.33.1, -,       v1.30.2, false, v1.30.2, v1.31.9 v1.32.5 v1.33.1",
            })
    void theNextHopIsWrittenOnlyFromAVersionThatRuns(
            String wanted, @Nullable String running, String asked, boolean steady, String carries, String hops) {
        Upgrade upgrade = planning(wanted, running, asked, steady, null).orElseThrow();

        assertThat(upgrade.carries()).isEqualTo(carries);
        assertThat(upgrade.written()).isEqualTo(carries.equals(asked));
        assertThat(upgrade.plan()).satisfies(plan -> {
            assertThat(plan == null ? List.of() : plan.hops()).isEqualTo(List.of(hops.split(" ")));
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "v1.33.1, v1.33.1, v1.33.1", // runs
                "v1.33.1, 1.33.1,  v1.33.1", // in the spelling of another writer
                "v1.31.0, -,       v1.30.2", // has never run: Kamaji judges
                "banana,  v1.30.2, v1.30.2",
                "v2.0.0,  v1.30.2, v1.30.2",
                "v1.33.1, v1.33.1, -",
            })
    void nothingIsToBeDone(String wanted, @Nullable String running, @Nullable String asked) {
        assertThat(planning(wanted, running, asked, true, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v1.32.9, v1.33.1, v1.33.1", "v1.30.0, v1.30.0, v1.31.9"})
    void aMinorThatWasAcceptedIsNeverTakenBack(String wanted, String running, String asked) {
        Upgrade upgrade = planning(wanted, running, asked, true, null).orElseThrow();

        assertThat(upgrade.plan()).isNull();
        assertThat(upgrade.carries()).isEqualTo(asked);
        assertThat(upgrade.refusal()).contains("spec.version", wanted, "older than " + asked);
    }

    @Test
    void aPlanKeepsItsBeginningWhileItIsWalked() {
        List<String> hops = List.of("v1.31.9", "v1.32.5", "v1.33.1");
        UpgradePlan told = new UpgradePlan("v1.30.2", "v1.33.1", hops, "v1.31.9");

        Upgrade next = planning("v1.33.1", "v1.31.9", "v1.31.9", true, told).orElseThrow();

        assertThat(next.plan()).isEqualTo(new UpgradePlan("v1.30.2", "v1.33.1", hops, "v1.32.5"));
        assertThat(next.plan()).satisfies(plan -> {
            assertThat(plan == null ? "" : plan.describe()).isEqualTo("hop 2 of 3: from v1.31.9 to v1.32.5");
        });
    }

    private static Optional<Upgrade> planning(
            String wanted,
            @Nullable String running,
            @Nullable String asked,
            boolean steady,
            @Nullable UpgradePlan told) {
        return new UpgradePlanning(wanted, running, asked, steady, NAMED, told).upgrade();
    }
}
