// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstCauseTest {
    private static final Map<ConditionType, String> WELL = Map.of(
            ConditionType.AVAILABLE, "True/Available",
            ConditionType.ROLLING_OUT, "False/NotRollingOut",
            ConditionType.PAUSED, "False/NotPaused");

    @Test
    void everyTypeHasAPlaceAndARow() {
        assertThat(FirstCause.order()).containsExactlyInAnyOrder(ConditionType.values());
        assertThat(ConditionGuide.ALL).extracting(ConditionGuide::type).contains(ConditionType.values());
    }

    @Test
    void aSummaryIsToldOnlyWhenNothingElseTellsTheCause() {
        Map<ConditionType, String> waits = Map.of(
                ConditionType.AVAILABLE, "False/NotAvailable",
                ConditionType.DATA_STORE_READY, "False/Failed");

        assertThat(FirstCause.of(waits::get)).map(ConditionGuide::type).contains(ConditionType.DATA_STORE_READY);
        assertThat(FirstCause.of(Map.of(ConditionType.AVAILABLE, "False/Sleeping")::get))
                .map(ConditionGuide::reason)
                .contains("Sleeping");
    }

    @Test
    void whatIsWellHasNoCause() {
        assertThat(FirstCause.of(WELL::get)).isEmpty();
    }

    @Test
    void aRowIsThereOnlyOnce() {
        assertThat(ConditionGuide.ALL)
                .extracting(row -> row.type() + "/" + row.status() + "/" + row.reason())
                .doesNotHaveDuplicates();
    }

    @Test
    void theWorkflowIsReadBackFromAMessage() {
        String told = Cause.told("waits (for a while)", "i/demo/c1");

        assertThat(Cause.bare(told)).isEqualTo("waits (for a while)");
        assertThat(Cause.workflowId(told)).contains("i/demo/c1");
        assertThat(Cause.bare("plain")).isEqualTo("plain");
        assertThat(Cause.workflowId("plain")).isEmpty();
    }
}
