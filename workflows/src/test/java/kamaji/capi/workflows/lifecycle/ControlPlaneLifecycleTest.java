// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPlaneLifecycleTest {
    private final Story story = new Story();
    private final FakeCluster cluster = story.cluster;

    @AfterEach
    void end() {
        story.close();
    }

    private void provision() {
        story.after(Duration.ofSeconds(3), cluster::address).after(Duration.ofSeconds(10), cluster::run);
        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
    }

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
    void scalingIsANewRunThatIsReportedWhileItLasts() {
        provision();
        cluster.scale(3);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Ready", "v1.33.1", 3));

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.reports().get(2).conditions())
                .filteredOn(condition -> condition.type().equals("ScalingUp"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("from 2 to 3"));
        assertThat(cluster.told("ScalingUp").isTrue()).isFalse();
        assertThat(cluster.reports().get(3).counters()).isEqualTo(new StatusReport.ReplicaCounters(3, 3, 3, 3));
    }

    @Test
    void anUpgradeReportsItsVersionOnlyWhenItRuns() {
        provision();
        cluster.upgrade("v1.34.0");
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Ready", "v1.34.0", 2));

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.reports().get(2).version()).isEqualTo("v1.33.1");
        assertThat(cluster.reports().get(2).upgrade())
                .isEqualTo(new UpgradePlan("v1.33.1", "v1.34.0", List.of("v1.34.0"), "v1.34.0"));
        assertThat(cluster.reports().get(2).conditions())
                .filteredOn(condition -> condition.type().equals("RollingOut"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.isTrue()).isTrue());
        StatusReport last = cluster.reports().get(cluster.reports().size() - 1);
        assertThat(last.version()).isEqualTo("v1.34.0");
        assertThat(last.upgrade()).isNull();
    }

    @Test
    void anUpgradeOverSeveralMinorsIsWalkedOneAtATime() {
        cluster.passThrough("v1.34.7");
        provision();
        int before = cluster.calls().size();
        cluster.upgrade("v1.36.2");
        story.after(Duration.ofSeconds(20), cluster::rolled)
                .after(Duration.ofSeconds(40), cluster::rolled)
                .after(Duration.ofSeconds(60), cluster::rolled);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.calls().subList(before, cluster.calls().size()))
                .filteredOn(call -> call.contains("Upgrade") || call.contains("Apply") || call.contains("Access"))
                .containsExactly(
                        "CheckUpgrade",
                        "ApplyTenantControlPlane",
                        "CheckUpgrade",
                        "ApplyTenantControlPlane",
                        "CheckUpgrade",
                        "ApplyTenantControlPlane",
                        "VerifyAccess");
        List<String> hops = List.of("v1.34.7", "v1.35.0", "v1.36.2");
        assertThat(cluster.reports())
                .extracting(StatusReport::upgrade)
                .filteredOn(Objects::nonNull)
                .startsWith(new UpgradePlan("v1.33.1", "v1.36.2", hops, "v1.34.7"))
                .contains(new UpgradePlan("v1.33.1", "v1.36.2", hops, "v1.35.0"))
                .endsWith(new UpgradePlan("v1.33.1", "v1.36.2", hops, "v1.36.2"));
        assertThat(rollingOut())
                .anySatisfy(message -> assertThat(message).isEqualTo("hop 2 of 3: from v1.34.7 to v1.35.0"));
        assertThat(cluster.told("RollingOut").isTrue()).isFalse();
    }

    private List<String> rollingOut() {
        return cluster.reports().stream()
                .flatMap(report -> report.conditions().stream())
                .filter(condition -> condition.type().equals("RollingOut"))
                .map(Condition::message)
                .toList();
    }

    @Test
    void aHopThatMustNotBeTakenIsNotWrittenAndToldWhy() {
        provision();
        cluster.failNext(Step.CHECK_UPGRADE, Failure.Kind.WAIT_FOR_CHANGE, 2);
        cluster.upgrade("v1.35.0");
        long applied = cluster.called(Step.APPLY_TENANT_CONTROL_PLANE);

        assertThat(story.play()).isEqualTo(new Result("Blocked", "CheckUpgrade went wrong"));
        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(applied);
        assertThat(cluster.told("RollingOut").message())
                .contains("hop 1 of 2: from v1.33.1 to v1.34.0")
                .contains("CheckUpgrade went wrong");
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }

    @Test
    void aCorrectedTargetIsTakenUpBetweenTwoHops() {
        provision();
        cluster.upgrade("v1.36.2");
        story.after(Duration.ofSeconds(20), () -> cluster.upgrade("v1.35.9"))
                .after(Duration.ofSeconds(40), cluster::rolled)
                .after(Duration.ofSeconds(60), cluster::rolled);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.facts().tenant()).satisfies(tenant -> {
            assertThat(tenant == null ? null : tenant.version()).isEqualTo("v1.35.9");
        });
    }

    @Test
    void aDowngradeIsRefused() {
        provision();
        cluster.upgrade("v1.32.9");

        Result refused = story.play();
        assertThat(refused.outcome()).isEqualTo("Blocked");
        assertThat(refused.cause()).contains("spec.version", "v1.32.9", "older than v1.33.1", "v1.33.x");
        assertThat(cluster.told("RollingOut").isTrue()).isFalse();
    }

    @Test
    void sleepAtZeroReplicasIsSuccessAndWakesUp() {
        provision();
        cluster.scale(0);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Sleeping", "v1.33.1", 0));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").reason()).isEqualTo("Sleeping");
        assertThat(cluster.told("Available").message()).contains("spec.replicas");

        cluster.scale(2);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Ready", "v1.33.1", 2));
        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }

    @Test
    void aSleepingClusterIsUpgradedHopByHop() {
        provision();
        cluster.scale(0);
        story.after(Duration.ofSeconds(4), () -> cluster.roll("Sleeping", "v1.33.1", 0));
        story.play();
        cluster.upgrade("v1.35.0");
        story.after(Duration.ofSeconds(10), () -> cluster.roll("Sleeping", "v1.34.0", 0))
                .after(Duration.ofSeconds(20), () -> cluster.roll("Sleeping", "v1.35.0", 0));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.called(Step.VERIFY_ACCESS)).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenWhenNothingIsOutstanding() {
        provision();
        int before = cluster.calls().size();

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.calls().subList(before, cluster.calls().size())).containsExactly("ObserveControlPlane");
    }

    @Test
    void pauseIsToldOnceAndNothingElseIsWritten() {
        cluster.pause(true);

        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(cluster.calls()).containsExactly("ObserveControlPlane", "ReportStatus", "ObserveControlPlane");
        assertThat(cluster.told("Paused").isTrue()).isTrue();
    }

    @Test
    void unpausingGoesOnFromTheFacts() {
        cluster.pause(true);
        story.play();
        cluster.pause(false);
        provision();

        assertThat(cluster.told("Paused").isTrue()).isFalse();
    }

    @Test
    void pauseInTheMiddleStopsAFailingStep() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.after(Duration.ofSeconds(8), () -> cluster.pause(true));

        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(story.fromLastSignalToEnd()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aStepThatFailsOnceIsTakenAgainWhereTheUiShowsIt() {
        cluster.failNext(Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.RETRY, 1);
        provision();

        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(2);
        assertThat(story.history().getEvents())
                .anyMatch(event -> event.hasActivityTaskScheduledEventAttributes()
                        && event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()
                                .equals("ApplyTenantControlPlane"));
    }

    @Test
    void troubleThatLastsIsToldWithItsCause() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.unnoticed(Duration.ofSeconds(90), () -> cluster.mend(Step.APPLY_TENANT_CONTROL_PLANE))
                .after(Duration.ofMinutes(4), cluster::address)
                .after(Duration.ofMinutes(5), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.reports().get(0).conditions())
                .filteredOn(condition -> condition.type().equals("TenantControlPlaneCreated"))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.reason()).isEqualTo("Failed");
                    assertThat(condition.message()).contains("webhook not reachable");
                });
    }

    @Test
    void whatIsRefusedBlocksUntilItChanges() {
        cluster.failNext(Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.WAIT_FOR_CHANGE, 2);

        Result refused = story.play();

        assertThat(refused).isEqualTo(new Result("Blocked", "ApplyTenantControlPlane went wrong"));
        assertThat(cluster.told("TenantControlPlaneCreated").reason()).isEqualTo("Failed");
        cluster.scale(1);
        provision();
    }

    @Test
    void deletionNeverWaitsBehindARetry() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.unnoticed(
                        Duration.ofSeconds(1),
                        () -> cluster.failNext(Step.RELEASE_CONTROL_PLANE, Failure.Kind.RETRY, 0))
                .after(Duration.ofSeconds(12), cluster::delete);

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(story.fromLastSignalToEnd()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void deletionHoldsTheControlPlaneUntilTheTenantIsGone() {
        provision();
        cluster.delete();
        story.after(Duration.ofSeconds(7), cluster::removed);
        int before = cluster.calls().size();

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(cluster.calls().subList(before, cluster.calls().size()))
                .containsExactly(
                        "ObserveControlPlane",
                        "DeleteTenantControlPlane",
                        "ReportStatus",
                        "ObserveControlPlane",
                        "ReleaseControlPlane");
        assertThat(cluster.told("Deleting").message()).contains("being deleted");
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
    void aConflictOnTheStatusLeadsToAnotherLook() {
        cluster.failNext(Step.REPORT_STATUS, Failure.Kind.STALE, 1);
        provision();

        assertThat(cluster.reports()).hasSize(2);
    }

    @Test
    void anAbsentKubernetesApiIsWaitedFor() {
        cluster.breakStep(Step.OBSERVE, "connection refused");
        story.unnoticed(Duration.ofMinutes(3), () -> cluster.mend(Step.OBSERVE))
                .after(Duration.ofMinutes(10), cluster::address)
                .after(Duration.ofMinutes(11), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
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

    @Test
    void peopleCanAskWhatIsGoingOnAndWithoutWaiting() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.unnoticed(Duration.ofSeconds(150), () -> {
            cluster.mend(Step.APPLY_TENANT_CONTROL_PLANE);
            story.running().reconcileNow();
        });
        story.unnoticed(Duration.ofSeconds(20), () -> {
            Description description = story.running().describe();
            assertThat(description.running()).isEqualTo(List.of("ApplyTenantControlPlane"));
            assertThat(description.failures()).containsExactly("ApplyTenantControlPlane: webhook not reachable");
        });
        story.after(Duration.ofSeconds(155), cluster::address).after(Duration.ofSeconds(160), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
    }
}
