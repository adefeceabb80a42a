// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import org.junit.jupiter.api.Test;

/** The address of a control plane on a real API server, from the wait for it to one that changes. */
class EndpointIT {
    private static final RunState ANSWERED = new RunState(List.of(), new Access(Access.Verdict.ALLOWED, null), null);

    @Test
    void anIpv6AddressIsFollowedUntilInitialisedAndThenKeptUntilTheUserAdoptsAnother() {
        try (Bench bench = Bench.withCluster("six", "six")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.kamajiIsReady("kubeconfig");
            address(bench, "[2001:db8::1]:6443");
            bench.activities.publishEndpoint(bench.target());
            address(bench, "[2001:db8::2]:6443");
            assertThat(decide(bench).due()).contains(Step.PUBLISH_ENDPOINT);
            bench.activities.publishEndpoint(bench.target());
            Map<String, Object> published = Map.of("host", "2001:db8::2", "port", 6443);
            assertThat(bench.controlPlane().<Object>get("spec", "controlPlaneEndpoint"))
                    .isEqualTo(published);
            assertThat(bench.infrastructure().<Object>get("spec", "controlPlaneEndpoint"))
                    .isEqualTo(published);
            bench.activities.issueCredentials(bench.target());
            report(bench);

            address(bench, "[2001:db8::3]:6443");
            assertThat(decide(bench).due()).isEmpty();
            assertThat(bench.writes(() -> bench.activities.publishEndpoint(bench.target())))
                    .isEmpty();
            assertThat(decide(bench).outcome().cause()).contains("[2001:db8::3]:6443", "[2001:db8::2]:6443");

            String adopted = "{spec: {controlPlaneEndpoint: {host: \"2001:db8::3\"}}}";
            bench.patch(Bench.CONTROL_PLANES, "six", adopted);
            bench.patch(Bench.KUBEVIRT, "infra", adopted);
            assertThat(decide(bench).outcome().kind()).isEqualTo(Outcome.Kind.CONVERGED);

            // As the existing provider left it before it had the field.
            bench.patch(Bench.CONTROL_PLANES, "six", "{spec: {controlPlaneEndpoint: null}}");
            assertThat(decide(bench).due()).containsExactly(Step.PUBLISH_ENDPOINT);
            bench.activities.publishEndpoint(bench.target());
            assertThat(bench.controlPlane().<Object>get("spec", "controlPlaneEndpoint"))
                    .isEqualTo(Map.of("host", "2001:db8::3", "port", 6443));
        }
    }

    @Test
    void portsThatAreNoNodePortsAreNamedWhileThereIsNoAddress() {
        try (Bench bench = Bench.withCluster("ports", "ports")) {
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "ports",
                    "{spec: {network: {serviceType: NodePort, serviceAddress: 192.0.2.7}}}");
            bench.activities.applyTenantControlPlane(bench.target());
            assertThat(decide(bench).outcome().cause())
                    .contains("set Cluster spec.clusterNetwork.apiServerPort (6443)", "30000 and 32767");

            bench.patch(ClusterView.CONTEXT, "ports", "{spec: {clusterNetwork: {apiServerPort: 30443}}}");
            bench.activities.applyTenantControlPlane(bench.target());
            assertThat(decide(bench).outcome().cause())
                    .contains("load balancer")
                    .doesNotContain("NodePort");
        }
    }

    private static Decision decide(Bench bench) {
        return Decisions.decide(bench.ref, bench.observe(), ANSWERED);
    }

    private static void report(Bench bench) {
        bench.activities.reportStatus(
                bench.target(), Objects.requireNonNull(decide(bench).report()));
    }

    private static void address(Bench bench, String address) {
        long generation = bench.tenant().getMetadata().getGeneration();
        bench.patchStatus(
                Bench.TENANTS,
                bench.ref.name(),
                "{status: {controlPlaneEndpoint: \"" + address + "\", observedGeneration: " + generation + "}}");
    }
}
