// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.workflows.lifecycle.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String WAITS = """
            conditions:
            - {type: Available, status: "False", reason: NotAvailable, message: "no (workflow i/demo/c1, looks again at every change)"}
            - {type: RollingOut, status: "False", reason: NotRollingOut}
            - type: TenantControlPlaneAddressReady
              status: "False"
              reason: Pending
              message: "no address yet (workflow i/demo/c1, looks again at every change)"
              lastTransitionTime: "2026-11-25T11:56:48Z"
            - {type: TenantControlPlaneCreated, status: "True", reason: Succeeded}
            """;

    private static KamajiControlPlane controlPlane(String status) {
        return Serialization.unmarshal("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: c1, namespace: demo}
                spec: {version: v1.35.0}
                status:
                %s""".formatted(status.indent(2)), KamajiControlPlane.class);
    }

    private static Why why(String status, @Nullable RunNow run) {
        return Why.of(controlPlane(status), run, "i/demo/c1", "http://ui/run", List.of(), NOW);
    }

    @Test
    void theObjectAloneNamesCauseSinceAndCure() {
        Why why = why(WAITS, null);

        assertThat(WhyText.of(why, NOW)).isEqualTo("""
                Control plane   demo/c1
                Outcome         InProgress
                Waits for       no address yet
                Condition       TenantControlPlaneAddressReady=False (Pending)
                Since           2026-11-25T11:56:48Z (3m12s)
                Next try        at every change
                Cure            Look at the Service of the TenantControlPlane: a load balancer has to give it an address.
                Workflow        i/demo/c1
                Run             http://ui/run
                """);
    }

    @Test
    void theRunAddsAttemptsAndTheNextTry() {
        RunNow run = new RunNow(
                "r1",
                true,
                List.of(new RunNow.PendingStep(
                        "VerifyAccess", 4, NOW.plusSeconds(8), "401 from the tenant API server")),
                0,
                NOW.plusSeconds(30),
                new Description(
                        "InProgress", "the tenant API server is being asked", List.of(), List.of("VerifyAccess: 401")));

        String text = WhyText.of(why(WAITS, run), NOW);

        assertThat(text)
                .contains("Waits for       the tenant API server is being asked\n")
                .contains("Next try        in 8.0s\n")
                .contains("Trying          VerifyAccess, attempt 4 in 8.0s: 401 from the tenant API server\n")
                .contains("Failed          VerifyAccess: 401\n");
    }

    @Test
    void aRunThatWaitsSaysWhenItLooksByItself() {
        RunNow run = new RunNow("r1", true, List.of(), 0, NOW.plusSeconds(30), null);

        assertThat(why(WAITS, run).nextTry()).isEqualTo("in 30s, and at every change");
    }

    @Test
    void aRunThatCannotGoOnIsNamedAsADefect() {
        assertThat(why(WAITS, new RunNow("r1", true, List.of(), 7, null, null)).notes())
                .singleElement()
                .asString()
                .contains("tried 7 times", "defect", "kubectl ktcp export");
    }

    @Test
    void whatHasSettledWaitsForNothing() {
        Why why = why("""
                settled: {digest: d, result: Converged}
                conditions:
                - {type: Available, status: "True", reason: Available}
                - {type: RollingOut, status: "False", reason: NotRollingOut}
                - {type: Paused, status: "False", reason: NotPaused}
                """, null);

        assertThat(why.outcome()).isEqualTo("Converged");
        assertThat(why.cure()).isNull();
        assertThat(WhyText.of(why, NOW)).contains("Waits for       nothing\n").doesNotContain("Next try");
    }

    @Test
    void nobodyHasLookedYet() {
        Why why = why("{}", null);

        assertThat(why.outcome()).isEqualTo("New");
        assertThat(why.waitsFor()).isEqualTo("nobody has looked at it yet");
        assertThat(why.cure()).contains("provider runs");
    }

    @Test
    void jsonHasTimesInIsoAndNothingForWhatIsNotKnown() {
        assertThat(Json.of(why(WAITS, null)))
                .contains("\"since\" : \"2026-11-25T11:56:48Z\"", "\"outcome\" : \"InProgress\"")
                .doesNotContain("null");
    }
}
