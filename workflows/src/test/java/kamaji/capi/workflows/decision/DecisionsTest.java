// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.PUBLISHED;
import static kamaji.capi.workflows.decision.FactsExamples.controlPlane;
import static kamaji.capi.workflows.decision.FactsExamples.deleting;
import static kamaji.capi.workflows.decision.FactsExamples.fresh;
import static kamaji.capi.workflows.decision.FactsExamples.hinted;
import static kamaji.capi.workflows.decision.FactsExamples.invalid;
import static kamaji.capi.workflows.decision.FactsExamples.paused;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.tenant;
import static kamaji.capi.workflows.decision.FactsExamples.tenantOf;
import static kamaji.capi.workflows.decision.FactsExamples.with;
import static kamaji.capi.workflows.decision.FactsExamples.withTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionsTest {
    private static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");
    private static final Endpoint OTHER = new Endpoint("192.0.2.99", 6443);
    private static final OwningCluster ON_KUBEVIRT = new OwningCluster(
            "c1",
            "cu1",
            false,
            null,
            new InfrastructureRef("infrastructure.cluster.x-k8s.io", "KubevirtCluster", "c1"));

    static Stream<Arguments> rows() {
        return Stream.of(
                row("nothing exists", Facts.GONE, "Gone", "", List.of()),
                row("a new control plane", fresh(), "InProgress", "created", Step.APPLY_TENANT_CONTROL_PLANE),
                row(
                        "its data store is missing",
                        with(fresh(), new DataStore(false, null, null)),
                        "Blocked",
                        "DataStore gold does not exist"),
                row(
                        "its data store is not ready",
                        with(fresh(), new DataStore(true, false, "no Secret")),
                        "Blocked",
                        "not ready: no Secret"),
                row(
                        "an older Kamaji does not say whether the store is ready",
                        with(fresh(), new DataStore(true, null, null)),
                        "InProgress",
                        "created",
                        Step.APPLY_TENANT_CONTROL_PLANE),
                row(
                        "its spec cannot be mapped",
                        invalid(fresh(), "spec.network.certSANs[0]: no port"),
                        "Blocked",
                        "certSANs"),
                row("Kamaji knows no address", withTenant(null, null, false), "InProgress", "load balancer"),
                row(
                        "its ports are no node ports",
                        withTenant(null, null, false).with(hinted("ports have to lie between")),
                        "InProgress",
                        "address yet: ports have to lie between"),
                row(
                        "Kamaji has an address",
                        withTenant("Provisioning", ADDRESS, false),
                        "InProgress",
                        "published",
                        Step.PUBLISH_ENDPOINT),
                row("the pods start", published("NotReady"), "InProgress", "starting"),
                row("the pods run", published("Ready"), "InProgress", "Secrets", Step.ISSUE_CREDENTIALS),
                row(
                        "the Secrets are there",
                        published("Ready").with(PUBLISHED),
                        "InProgress",
                        "asked",
                        Step.VERIFY_ACCESS),
                row("all is well", settled(), "Converged", ""),
                row("write limits are no trouble", withTenant("WriteLimited", ADDRESS, true), "Converged", ""),
                row("pods are replaced", withTenant("Unknown", ADDRESS, true), "InProgress", "replaces or scales"),
                row("an upgrade runs", tenantOf("Upgrading", "v1.32.0", 2, true), "InProgress", "upgrades"),
                row("an upgrade has not begun", tenantOf("Ready", "v1.32.0", 2, true), "InProgress", "v1.32.0"),
                row("Kamaji has not looked yet", tenantOf("Ready", "v1.33.1", 2, false), "InProgress", "processed"),
                row("data is migrated", tenantOf("Migrating", "v1.33.1", 2, false), "InProgress", "migrates the data"),
                row("pods are missing", tenantOf("Ready", "v1.33.1", 1, true), "InProgress", "scaled"),
                row("a version without its v is the same", tenantOf("Ready", "1.33.1", 2, true), "Converged", ""),
                row("the address changed", withTenant("Ready", OTHER, true), "Blocked", "192.0.2.99"),
                row(
                        "the user has adopted the new address",
                        withTenant("Ready", OTHER, true).with(controlPlane(true, OTHER)),
                        "Converged",
                        ""),
                row(
                        "the user wants another address",
                        new Facts(
                                controlPlane(false, null),
                                new OwningCluster("c1", "cu1", false, OTHER, null),
                                tenant("Provisioning", ADDRESS, null, 0, true),
                                null,
                                null,
                                PUBLISHED,
                                List.of()),
                        "InProgress",
                        "starting"),
                row(
                        "a kind that nobody knows",
                        with(published("NotReady"), infra(Behaviour.UNSUPPORTED, null), ON_KUBEVIRT),
                        "InProgress",
                        "starting"),
                row(
                        "the infrastructure wants the endpoint",
                        with(settled(), infra(Behaviour.PATCH_AND_MARK_PROVISIONED, null), ON_KUBEVIRT),
                        "InProgress",
                        "KubevirtCluster c1",
                        Step.PUBLISH_ENDPOINT),
                row(
                        "the infrastructure has another endpoint",
                        with(settled(), infra(Behaviour.PATCH_AND_MARK_PROVISIONED, OTHER), ON_KUBEVIRT),
                        "Blocked",
                        "edit spec.controlPlaneEndpoint"),
                row("paused", paused(settled()), "Paused", "paused"),
                row("deleted", deleting(settled()), "InProgress", "deleted", Step.DELETE_TENANT_CONTROL_PLANE),
                row("deleted, without a tenant", deleting(fresh()), "InProgress", "gone", Step.RELEASE_CONTROL_PLANE),
                row(
                        "another cluster cannot be worked with",
                        fresh().with(external("Secret a/b does not exist", false)),
                        "Blocked",
                        "Secret a/b does not exist"),
                row(
                        "another cluster does not answer",
                        fresh().with(external("does not answer", true)),
                        "InProgress",
                        "does not answer"),
                row(
                        "another cluster answers",
                        fresh().with(external(null, false)),
                        "InProgress",
                        "created",
                        Step.APPLY_TENANT_CONTROL_PLANE),
                row(
                        "deleted, on another cluster that does not answer",
                        deleting(fresh()).with(external("does not answer", true)),
                        "InProgress",
                        "TenantControlPlane away/kcp-u1 cannot be deleted: does not answer"),
                row(
                        "deleted, on another cluster that cannot be worked with",
                        deleting(fresh()).with(external("Secret a/b does not exist", false)),
                        "Blocked",
                        "Secret a/b does not exist"),
                row(
                        "released by force from another cluster",
                        deleting(fresh())
                                .with(new Ending(false, "operator: lost", false, null, null))
                                .with(external("does not answer", true)),
                        "InProgress",
                        "operator: lost",
                        Step.RELEASE_CONTROL_PLANE),
                row(
                        "moved while another cluster does not answer",
                        deleting(fresh())
                                .with(new Ending(true, null, false, null, null))
                                .with(external("does not answer", true)),
                        "InProgress",
                        "moved",
                        Step.RELEASE_CONTROL_PLANE),
                row("deleted, but paused", paused(deleting(settled())), "Paused", "paused"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(String what, Facts facts, String outcome, String cause, List<Step> due) {
        Decision decision = Decisions.decide(REF, facts, RunState.NONE);

        assertThat(decision.outcome().kind().text()).isEqualTo(outcome);
        assertThat(decision.outcome().cause()).contains(cause);
        assertThat(decision.due()).isEqualTo(due);
    }

    @Test
    void refusedStepsBlockUntilTheFactsChange() {
        Failure refused = new Failure(
                Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.WAIT_FOR_CHANGE, "refused", fresh().digest(), 0);
        RunState run = new RunState(List.of(refused), null, null);

        assertThat(Decisions.decide(REF, fresh(), run).outcome().kind()).isEqualTo(Outcome.Kind.BLOCKED);
        Facts changed = fresh().with(tenant(null, null, null, 0, true));
        assertThat(Decisions.decide(REF, changed, run).outcome().kind()).isEqualTo(Outcome.Kind.IN_PROGRESS);
    }

    @Test
    void nothingWritesWhileTheClusterIsPaused() {
        Facts byCluster = new Facts(
                controlPlane(true, ADDRESS),
                new OwningCluster("c1", "cu1", true, null, null),
                null,
                null,
                null,
                PUBLISHED,
                List.of());

        assertThat(Decisions.decide(REF, byCluster, RunState.NONE).due()).isEmpty();
    }

    @Test
    void twoVersionsRunDuringAnUpgradeOldestFirst() {
        TenantControlPlane rolling =
                tenant("Upgrading", ADDRESS, "v1.32.0", 3, true).withPods(3, 2, 1, 2);
        Facts facts = settled().with(rolling);

        assertThat(Decisions.decide(REF, facts, RunState.NONE).report())
                .satisfies(report -> assertThat(report == null ? List.of() : report.versions())
                        .hasToString("[VersionCount[version=v1.32.0, replicas=2],"
                                + " VersionCount[version=v1.33.1, replicas=1]]"));
    }

    private static Facts published(String phase) {
        Facts facts = withTenant(phase, ADDRESS, false);
        return facts.with(controlPlane(false, ADDRESS));
    }

    private static ExternalCluster external(@Nullable String problem, boolean passing) {
        return new ExternalCluster("TenantControlPlane away/kcp-u1", problem, passing);
    }

    private static InfrastructureCluster infra(Behaviour behaviour, @Nullable Endpoint at) {
        return new InfrastructureCluster(behaviour, true, at, null, at != null, null, null);
    }

    private static Arguments row(String what, Facts facts, String outcome, String cause, Step... due) {
        return arguments(what, facts, outcome, cause, List.of(due));
    }

    private static Arguments row(String what, Facts facts, String outcome, String cause, List<Step> due) {
        return arguments(what, facts, outcome, cause, due);
    }
}
