// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.controlPlane;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.Condition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the phases of all Kamaji releases mean: each is waited for or is the end, none starts a step over and over. Releases
 * before 25.10.2 say Provisioning until the first Ready and Ready while pods are replaced; those before 25.4.1 have no
 * Sleeping; none before 26.2.3 says which generation it has processed, which reads as processed.
 */
class OlderKamajiPhasesTest {
    private static final ClusterRef REF = new ClusterRef("i", "demo", "kcp");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            first start                           | Provisioning                 |         | 2 | 0 | 0 | false | InProgress | False
            first start, another word             | Unknown                      |         | 2 | 0 | 2 | false | InProgress | False
            first start of newer releases         | NotReady                     |         | 2 | 0 | 2 | false | InProgress | False
            Ready while old pods go               | Ready                        | v1.33.1 | 3 | 3 | 2 | true  | InProgress | True
            Ready while pods are replaced         | Ready                        | v1.33.1 | 2 | 2 | 1 | true  | InProgress | True
            Ready, all replaced                   | Ready                        | v1.33.1 | 2 | 2 | 2 | true  | Converged  | True
            back to Provisioning after a restore  | Provisioning                 | v1.33.1 | 2 | 2 | 2 | true  | InProgress | False
            an upgrade                            | Upgrading                    | v1.32.0 | 2 | 2 | 1 | true  | InProgress | True
            a migration                           | Migrating                    | v1.33.1 | 2 | 2 | 2 | true  | InProgress | True
            a rotation                            | CertificateAuthorityRotating | v1.33.1 | 2 | 2 | 2 | true  | InProgress | True
            write limits                          | WriteLimited                 | v1.33.1 | 2 | 2 | 2 | true  | Converged  | True
            a phase of a release to come          | Defrosting                   | v1.33.1 | 2 | 2 | 2 | true  | InProgress | False
            """)
    void aPhaseIsWaitedForOrIsTheEnd(
            String what,
            String phase,
            String version,
            int replicas,
            int ready,
            int updated,
            boolean initialized,
            String outcome,
            String available) {
        TenantControlPlane tenant =
                tenant(phase, ADDRESS, version, replicas, true).withPods(replicas, ready, updated, ready);
        Facts facts = settled().with(controlPlane(initialized, ADDRESS)).with(tenant);

        Decision decision = Decisions.decide(REF, facts, RunState.NONE);

        assertThat(decision.due()).isEmpty();
        assertThat(decision.outcome().kind().text()).isEqualTo(outcome);
        assertThat(Objects.requireNonNull(decision.report()).conditions())
                .filteredOn(condition -> condition.type().equals("Available"))
                .extracting(Condition::status)
                .containsExactly(available);
    }

    @ParameterizedTest
    @CsvSource({"Ready", "Sleeping"})
    void scaledToZeroIsTheEndUnderEitherName(String phase) {
        Facts facts = settled().with(asleep()).with(tenant(phase, ADDRESS, "v1.33.1", 0, true));

        Decision decision = Decisions.decide(REF, facts, RunState.NONE);

        assertThat(decision.due()).isEmpty();
        assertThat(decision.outcome().kind()).isEqualTo(Outcome.Kind.CONVERGED);
    }

    private static ControlPlane asleep() {
        ControlPlane awake = controlPlane(true, ADDRESS);
        return new ControlPlane(
                awake.uid(),
                awake.resourceVersion(),
                awake.generation(),
                false,
                true,
                false,
                null,
                null,
                null,
                awake.version(),
                0,
                null,
                ADDRESS,
                false,
                true,
                null,
                null,
                null,
                null);
    }
}
