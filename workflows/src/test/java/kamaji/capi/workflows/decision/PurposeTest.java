// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static org.assertj.core.api.Assertions.assertThat;

import kamaji.capi.workflows.facts.Facts;
import org.junit.jupiter.api.Test;

class PurposeTest {
    @Test
    void isJudgedFromWhatIsKnownAtTheStart() {
        assertThat(Purpose.of(Facts.GONE)).isEqualTo(Purpose.LOOK);
        assertThat(Purpose.of(FactsExamples.fresh())).isEqualTo(Purpose.PROVISION);
        assertThat(Purpose.of(FactsExamples.settled())).isEqualTo(Purpose.LOOK);
        assertThat(Purpose.of(FactsExamples.deleting(FactsExamples.settled()))).isEqualTo(Purpose.DELETE);
        assertThat(Purpose.of(FactsExamples.paused(FactsExamples.settled()))).isEqualTo(Purpose.PAUSE);
    }
}
