// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Checked;
import org.junit.jupiter.api.Test;

/** What is looked at before a hop is written, on a real API server. */
class CheckUpgradeIT {
    @Test
    void aHopIsLetThroughOnceItsWorkersAreCloseEnoughAndThePlanIsTheOneThatWasMade() {
        try (Bench bench = Bench.withCluster("hop", "hop")) {
            running(bench);
            bench.patch(Bench.CONTROL_PLANES, "hop", "{spec: {version: v1.35.0}}");
            UpgradePlan plan = plan(bench);
            assertThat(plan.hops()).containsExactly("v1.34.0", "v1.35.0");

            assertThat(bench.activities.checkUpgrade(bench.target(), plan)).isEqualTo(new Checked("v1.34.0", null));
            assertThat(new TenantControlPlaneView(bench.tenant()).wantedVersion())
                    .as("nothing is written")
                    .isEqualTo("v1.33.1");

            bench.create("""
                    apiVersion: cluster.x-k8s.io/v1beta2
                    kind: Machine
                    metadata: {name: old-worker, labels: {cluster.x-k8s.io/cluster-name: hop}}
                    spec:
                      clusterName: hop
                      version: v1.30.5
                      bootstrap: {dataSecretName: none}
                      infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtMachine, name: w}
                    """);
            assertThat(StepFailures.messageOf(
                            Failure.Kind.WAIT_FOR_CHANGE, () -> bench.activities.checkUpgrade(bench.target(), plan)))
                    .startsWith("Machine old-worker runs v1.30.5, more than 3 minor versions behind v1.34.0");

            bench.patch(Bench.CONTROL_PLANES, "hop", "{spec: {version: v1.34.2}}");
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.checkUpgrade(bench.target(), plan));
        }
    }

    @Test
    void aTenantApiServerThatDoesNotAnswerHoldsAHopUpUntilItDoes() {
        try (Bench bench = Bench.withCluster("dark", "dark")) {
            String well = running(bench);
            String dead = well.replaceAll("server: .*", "server: https://127.0.0.1:1");
            bench.patch(Bench.CONTROL_PLANES, "dark", "{spec: {version: v1.34.0}}");
            UpgradePlan plan = plan(bench);

            publish(bench, Map.of("admin.conf", dead));
            assertThat(bench.writes(() -> assertThat(StepFailures.messageOf(
                                    Failure.Kind.RETRY, () -> bench.activities.checkUpgrade(bench.target(), plan)))
                            .isEqualTo("the tenant API server does not answer from the management cluster, and Kamaji"
                                    + " needs its answer to upgrade")))
                    .isEmpty();

            publish(bench, Map.of("admin.conf", dead, "admin.svc", well));
            assertThat(bench.activities.checkUpgrade(bench.target(), plan))
                    .as("it answers inside")
                    .isEqualTo(new Checked("v1.34.0", null));
            publish(bench, Map.of("admin.conf", well));
            assertThat(bench.activities.checkUpgrade(bench.target(), plan)).isEqualTo(new Checked("v1.34.0", null));
        }
    }

    private static void publish(Bench bench, Map<String, String> kubeconfigs) {
        bench.kamajiSecret(bench.ref.name() + "-admin-kubeconfig", kubeconfigs);
        bench.activities.issueCredentials(bench.target());
    }

    /** Provisioned and told so, with a kubeconfig that the API server lets in, which is returned. */
    private static String running(Bench bench) {
        String kubeconfig = Bench.server().kubeconfigFor(Administrators.token(bench));
        bench.activities.applyTenantControlPlane(bench.target());
        bench.kamajiIsReady(kubeconfig);
        long generation = bench.tenant().getMetadata().getGeneration();
        bench.patchStatus(Bench.TENANTS, bench.ref.name(), "{status: {observedGeneration: " + generation + "}}");
        bench.activities.publishEndpoint(bench.target());
        bench.activities.issueCredentials(bench.target());
        RunState answered = new RunState(List.of(), new Access(Access.Verdict.ALLOWED, null), null);
        bench.activities.reportStatus(
                bench.target(),
                Objects.requireNonNull(
                        Decisions.decide(bench.ref, bench.observe(), answered).report()));
        return kubeconfig;
    }

    private static UpgradePlan plan(Bench bench) {
        return Objects.requireNonNull(Objects.requireNonNull(
                        Objects.requireNonNull(bench.observe().tenant()).upgrade())
                .plan());
    }
}
