// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From nothing to Ready, and what is asked on the way. */
class ProvisioningStoriesTest extends Stories {
    @Test
    void aNewClusterIsProvisionedWithinItsBudget() {
        provision();

        assertThat(cluster.calls())
                .containsExactly(
                        "ObserveControlPlane",
                        "ApplyTenantControlPlane",
                        "ObserveControlPlane",
                        "PublishEndpoint",
                        "ReportStatus",
                        "ObserveControlPlane",
                        "IssueCredentials",
                        "VerifyAccess",
                        "ReportStatus");
        assertThat(story.history().getEvents()).hasSizeLessThanOrEqualTo(30);
        StatusReport last = cluster.reports().get(1);
        assertThat(last.initialized()).isTrue();
        assertThat(last.version()).isEqualTo("v1.33.1");
        assertThat(last.settled()).isEqualTo(new Settled(cluster.facts().digest(), "Converged"));
    }

    @Test
    void aStatusInBetweenSaysWhatIsWaitedFor() {
        provision();

        assertThat(cluster.reports().get(0).settled()).isNull();
        assertThat(cluster.reports().get(0).conditions())
                .filteredOn(condition -> condition.type().equals("KamajiControlPlaneIsReady"))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.status()).isEqualTo("False");
                    assertThat(condition.reason()).isEqualTo("Pending");
                    assertThat(condition.message()).contains("pods", "test/demo/kcp");
                });
    }

    @Test
    void anInfrastructureClusterGetsTheEndpointToo() {
        InfrastructureRef ref = new InfrastructureRef("infrastructure.cluster.x-k8s.io", "KubevirtCluster", "c1");
        cluster.infrastructure(
                new InfrastructureCluster(
                        InfrastructureCluster.Behaviour.PATCH_AND_MARK_PROVISIONED,
                        true,
                        null,
                        null,
                        false,
                        null,
                        null),
                new OwningCluster("c1", "cu1", false, null, ref));
        provision();

        assertThat(cluster.called(Step.PUBLISH_ENDPOINT)).isEqualTo(1);
        assertThat(cluster.told("InfrastructureClusterPatched").isTrue()).isTrue();
    }

    @Test
    void aFirstWaitThatLastsIsToldWhenTheWatcherAsks() {
        story.after(Duration.ofSeconds(5), () -> {})
                .after(Duration.ofSeconds(20), cluster::address)
                .after(Duration.ofSeconds(30), cluster::run);
        story.play();

        assertThat(cluster.reports().get(0).conditions())
                .filteredOn(condition -> condition.type().equals("TenantControlPlaneAddressReady"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("load balancer"));
    }

    @Test
    void aWaitEndsByItselfWhenNobodyNoticed() {
        story.unnoticed(Duration.ofSeconds(3), cluster::address).unnoticed(Duration.ofSeconds(10), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
    }

    @Test
    void nothingIsWrittenWhenNothingIsOutstanding() {
        provision();
        int before = cluster.calls().size();

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.calls().subList(before, cluster.calls().size())).containsExactly("ObserveControlPlane");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4, 0", "17, 1"})
    void accessIsAskedUntilItIsGrantedVisiblyOnlyWhenItTakesLong(int refusals, int visibly) {
        cluster.failNext(Step.VERIFY_ACCESS, Failure.Kind.RETRY, refusals);
        provision();

        assertThat(cluster.called(Step.VERIFY_ACCESS)).isEqualTo(refusals + 1);
        assertThat(cluster.told("AccessVerified").isTrue()).isTrue();
        assertThat(story.history().getEvents().stream().filter(HistoryEvent::hasActivityTaskScheduledEventAttributes))
                .hasSize(visibly);
    }

    @Test
    void anotherUidInTheMiddleStartsOver() {
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(6), () -> cluster.recreate("u2"))
                .after(Duration.ofSeconds(9), cluster::address)
                .after(Duration.ofSeconds(12), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(2);
        assertThat(cluster.called(Step.PUBLISH_ENDPOINT)).isEqualTo(2);
    }

    @Test
    void aControlPlaneWithoutOwnerIsBlockedAndToldWhy() {
        cluster.disown("metadata.ownerReferences names no Cluster");

        assertThat(story.play()).isEqualTo(new Result("Blocked", "metadata.ownerReferences names no Cluster"));
        assertThat(cluster.told("TenantControlPlaneCreated").message()).contains("metadata.ownerReferences");
    }
}
