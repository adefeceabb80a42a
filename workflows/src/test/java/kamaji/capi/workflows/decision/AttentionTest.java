// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.fresh;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.settledWith;
import static kamaji.capi.workflows.decision.FactsExamples.with;
import static kamaji.capi.workflows.decision.FactsExamples.withTenant;
import static org.assertj.core.api.Assertions.assertThat;

import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.Settled;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");

    private static Attention of(Facts facts) {
        return Attention.of(REF, facts);
    }

    @Test
    void aSettledClusterNeedsNone() {
        Facts facts = settledWith(settled(), new Settled(settled().digest(), "Converged"));

        assertThat(of(facts).urgency()).isEqualTo(Attention.Urgency.NONE);
    }

    @Test
    void aSettledClusterThatChangedNeedsItNow() {
        Facts facts = settledWith(
                withTenant("NotReady", ADDRESS, true), new Settled(settled().digest(), "Converged"));

        assertThat(of(facts).urgency()).isEqualTo(Attention.Urgency.NOW);
    }

    @Test
    void aStepThatIsDueNeedsItNow() {
        assertThat(of(fresh()).urgency()).isEqualTo(Attention.Urgency.NOW);
        assertThat(of(withTenant("Provisioning", ADDRESS, false)).urgency()).isEqualTo(Attention.Urgency.NOW);
    }

    @Test
    void askingForAccessFollowsFromTheRunAndNeedsNoSignalAtOnce() {
        Facts issued = withTenant("Ready", ADDRESS, false)
                .with(FactsExamples.controlPlane(false, ADDRESS))
                .with(FactsExamples.PUBLISHED);

        assertThat(of(issued).urgency()).isEqualTo(Attention.Urgency.LATER);
    }

    @Test
    void aCorrectedSpecIsNewsToAStepThatIsStillDue() {
        Facts first = fresh();
        Facts corrected = fresh().with(FactsExamples.controlPlane(false, null).written("2", 2, true));

        assertThat(of(corrected).reason()).isNotEqualTo(of(first).reason());
    }

    @Test
    void ourOwnEndpointPatchIsNoNewsToTheStepThatMadeIt() {
        Facts before = withTenant("Provisioning", ADDRESS, false);
        Facts after = before.with(FactsExamples.controlPlane(false, null).written("2", 2, true));

        assertThat(of(after).reason()).isEqualTo(of(before).reason());
    }

    @Test
    void aWaitThatNobodyToldMattersLater() {
        assertThat(of(withTenant(null, null, false)).urgency()).isEqualTo(Attention.Urgency.LATER);
        assertThat(of(with(fresh(), new DataStore(false, null, null))).urgency())
                .isEqualTo(Attention.Urgency.LATER);
    }

    @Test
    void aBlockThatAnEditBringsIsToldAtOnce() {
        Facts edited = with(fresh(), new DataStore(false, null, null)).with(FactsExamples.told());

        assertThat(of(edited).urgency()).isEqualTo(Attention.Urgency.NOW);
    }

    @Test
    void aClusterWhoseRunWasLostIsNoticed() {
        assertThat(of(settled()).urgency()).isEqualTo(Attention.Urgency.NOW);
    }

    @Test
    void whatIsGoneNeedsNone() {
        assertThat(of(Facts.GONE).urgency()).isEqualTo(Attention.Urgency.NONE);
    }
}
