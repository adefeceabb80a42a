// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.PUBLISHED;
import static kamaji.capi.workflows.decision.FactsExamples.controlPlane;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.status.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The control plane is at 192.0.2.10:6443 in all of these. */
class InfrastructureEndpointTest {
    private static final InfrastructureRef REF = new InfrastructureRef("g", "AnyCluster", "c1");
    private static final ClusterRef NAME = new ClusterRef("test", "demo", "kcp");

    /** What the infrastructure cluster carries, before and after initialised: done, due, or what the message says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PATCH                      | same     | DONE              | DONE
            PATCH                      | nothing  | DUE               | DUE
            PATCH                      | other    | DUE               | BLOCKS
            PATCH                      | hostOnly | DUE               | BLOCKS
            PATCH_AND_MARK_PROVISIONED | same     | DUE               | DUE
            PATCH_AND_MARK_PROVISIONED | marked   | DONE              | DONE
            PATCH_AND_MARK_PROVISIONED | nothing  | DUE               | DUE
            PATCH_AND_MARK_PROVISIONED | other    | DUE               | BLOCKS
            PATCH_AND_MARK_PROVISIONED | hostOnly | DUE               | BLOCKS
            CHECK                      | same     | DONE              | DONE
            CHECK                      | nothing  | BLOCKS            | BLOCKS
            CHECK                      | other    | BLOCKS            | BLOCKS
            CHECK                      | hostOnly | BLOCKS            | BLOCKS
            CHECK_OR_PATCH             | same     | DONE              | DONE
            CHECK_OR_PATCH             | nothing  | DUE               | DUE
            CHECK_OR_PATCH             | other    | BLOCKS            | BLOCKS
            CHECK_OR_PATCH             | hostOnly | BLOCKS            | BLOCKS
            """)
    void followsTheBehaviourOfItsKind(Behaviour behaviour, String carries, String fresh, String initialized) {
        InfrastructureCluster infrastructure = carrying(behaviour, carries);

        assertThat(stage(false, infrastructure).state()).hasToString(fresh);
        assertThat(stage(true, infrastructure).state()).hasToString(initialized);
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"CHECK", "CHECK_OR_PATCH"})
    void aMismatchNamesBothEndpointsAndTheFieldToEdit(Behaviour behaviour) {
        assertThat(stage(false, carrying(behaviour, "other")).message())
                .contains("AnyCluster c1 has endpoint 192.0.2.99:6443")
                .contains("the control plane is at 192.0.2.10:6443")
                .contains("edit spec.vip and spec.port of AnyCluster c1")
                .contains("spec.network.serviceAddress");
        assertThat(stage(false, carrying(behaviour, "hostOnly")).message()).contains("192.0.2.99 without a port");
        assertThat(stage(true, carrying(behaviour, "other")).message())
                .contains("192.0.2.99:6443", "192.0.2.10:6443", "edit spec.vip and spec.port")
                .doesNotContain("serviceAddress");
    }

    @Test
    void whereTheUserHasToSetTheEndpointItAndTheFieldAreNamed() {
        assertThat(stage(false, carrying(Behaviour.CHECK, "nothing")).message())
                .contains("set spec.vip and spec.port of AnyCluster c1 to 192.0.2.10:6443");
    }

    /** Trap 15: an infrastructure with an endpoint of its own wins over ours. */
    @ParameterizedTest
    @CsvSource({"CHECK, other, false", "CHECK_OR_PATCH, hostOnly, false", "CHECK, nothing, true", "PATCH, other, true"})
    void onlyAContradictionOfTheUserHoldsInitialisedBack(Behaviour behaviour, String carries, boolean asked) {
        Facts facts = onInfrastructure(false, carrying(behaviour, carries));

        Stages stages = stages(facts);

        assertThat(stages.access().state()).isEqualTo(asked ? Stage.State.DUE : Stage.State.HELD_BACK);
        if (!asked) {
            assertThat(Decisions.decide(NAME, facts, RunState.NONE).outcome().kind())
                    .isEqualTo(Outcome.Kind.BLOCKED);
        }
    }

    @Test
    void aCorrectedContradictionIsTakenUpAtOnce() {
        Facts corrected = onInfrastructure(false, carrying(Behaviour.CHECK, "same"));
        Facts blocked = FactsExamples.settledWith(corrected, new Settled("old", "Blocked"));

        assertThat(Attention.of(NAME, blocked).urgency()).isEqualTo(Attention.Urgency.NOW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"UNSUPPORTED", "PATCH"})
    void withoutUsableInfrastructureTheControlPlaneGoesOnAndSaysWhy(Behaviour behaviour) {
        InfrastructureCluster missing = new InfrastructureCluster(
                behaviour, false, null, null, false, null, "the API server does not know AnyCluster objects");

        Stages stages = stages(onInfrastructure(false, missing));

        assertThat(stages.access().state()).isEqualTo(Stage.State.DUE);
        assertThat(stages.infrastructure()).isEqualTo(Stage.blocks("the API server does not know AnyCluster objects"));
    }

    @Test
    void anInfrastructureThatIsLeftAloneHasNoConditionAndHoldsNothingUp() {
        Facts skipped = new Facts(
                controlPlane(true, ADDRESS),
                owner(null),
                settled().tenant(),
                null,
                null,
                PUBLISHED,
                settled().unavailable());

        Decision decision = Decisions.decide(NAME, skipped, RunState.NONE);

        assertThat(decision.outcome()).isEqualTo(Outcome.CONVERGED);
        assertThat(Objects.requireNonNull(decision.report()).conditions())
                .extracting(Condition::type)
                .doesNotContain("InfrastructureClusterPatched");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            same  | same  | false | DONE   |
            same  | none  | false | DONE   |
            none  | same  | false | DUE    |
            none  | other | false | BLOCKS | spec.controlPlaneEndpoint of Cluster c1 is 192.0.2.99:6443
            same  | other | false | BLOCKS | spec.controlPlaneEndpoint of Cluster c1 is 192.0.2.99:6443
            other | none  | false | BLOCKS | spec.controlPlaneEndpoint was set to 192.0.2.99:6443
            other | none  | true  | BLOCKS | spec.controlPlaneEndpoint says 192.0.2.99:6443
            same  | other | true  | DONE   |
            none  | same  | true  | DUE    |
            none  | none  | true  | DUE    |
            none  | other | true  | BLOCKS | spec.controlPlaneEndpoint of Cluster c1 is 192.0.2.99:6443
            """)
    void anEndpointOfTheUserIsKeptAndOneThatDiffersReported(
            String ofControlPlane, String ofCluster, boolean initialized, String state, @Nullable String says) {
        Facts facts = new Facts(
                claimed(initialized, endpoint(ofControlPlane)),
                owner(endpoint(ofCluster)),
                settled().tenant(),
                null,
                null,
                PUBLISHED,
                settled().unavailable());

        Stage stage = stages(facts).endpoint();

        assertThat(stage.state()).hasToString(state);
        if (says != null) {
            assertThat(stage.message()).contains(says, "192.0.2.10:6443");
        }
    }

    @Test
    void anotherPortOfTheSameHostNamesTheHostNameThatKeepsIt() {
        Facts facts = new Facts(
                controlPlane(true, new Endpoint("192.0.2.10", 443)),
                owner(null),
                settled().tenant(),
                null,
                null,
                PUBLISHED,
                settled().unavailable());

        assertThat(stages(facts).endpoint().message())
                .contains("write 192.0.2.10:443 into the hostname of spec.network.gateway");
    }

    @Test
    void anEndpointOfOursFollowsTheAddressUntilInitialised() {
        Facts moved = new Facts(
                controlPlane(false, endpoint("other")),
                owner(null),
                settled().tenant(),
                null,
                null,
                PUBLISHED,
                settled().unavailable());

        assertThat(stages(moved).endpoint().state()).isEqualTo(Stage.State.DUE);
    }

    @Test
    void nothingIsWrittenToTheInfrastructureWhileTheEndpointIsDisputed() {
        Facts disputed = new Facts(
                claimed(false, endpoint("other")),
                owner(null),
                settled().tenant(),
                null,
                carrying(Behaviour.PATCH, "nothing"),
                PUBLISHED,
                settled().unavailable());

        assertThat(stages(disputed).infrastructure().state()).isEqualTo(Stage.State.HELD_BACK);
        assertThat(stages(disputed).due()).isEmpty();
    }

    private static @Nullable Endpoint endpoint(String name) {
        return switch (name) {
            case "same" -> ADDRESS;
            case "other" -> new Endpoint("192.0.2.99", 6443);
            default -> null;
        };
    }

    private static InfrastructureCluster carrying(Behaviour behaviour, String what) {
        Endpoint endpoint = what.equals("marked") ? ADDRESS : endpoint(what);
        return new InfrastructureCluster(
                behaviour,
                true,
                endpoint,
                what.equals("hostOnly") ? "192.0.2.99" : null,
                what.equals("marked"),
                "spec.vip and spec.port",
                null);
    }

    private static ControlPlane claimed(boolean initialized, @Nullable Endpoint endpoint) {
        return FactsExamples.claimed(controlPlane(initialized, endpoint));
    }

    private static OwningCluster owner(@Nullable Endpoint endpoint) {
        return new OwningCluster("c1", "cu1", false, endpoint, REF);
    }

    private static Facts onInfrastructure(boolean initialized, InfrastructureCluster infrastructure) {
        return with(settled().with(controlPlane(initialized, ADDRESS)).with(PUBLISHED), infrastructure, owner(null));
    }

    private static Stage stage(boolean initialized, InfrastructureCluster infrastructure) {
        return stages(onInfrastructure(initialized, infrastructure)).infrastructure();
    }

    private static Stages stages(Facts facts) {
        return Stages.of(
                Objects.requireNonNull(facts.controlPlane()),
                Objects.requireNonNull(facts.cluster()),
                facts,
                RunState.NONE);
    }
}
