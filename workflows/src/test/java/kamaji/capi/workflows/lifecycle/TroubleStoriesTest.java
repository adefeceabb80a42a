// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.Test;

/** What fails, is refused, or does not answer. */
class TroubleStoriesTest extends Stories {
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

    @Test
    void aConflictOnTheStatusLeadsToAnotherLook() {
        cluster.failNext(Step.REPORT_STATUS, Failure.Kind.STALE, 1);
        provision();

        assertThat(cluster.reports()).hasSize(2);
    }

    /** Once its time to back off is over, nothing is left to wake up for. */
    @Test
    void aStepThatFailedAndIsNotWantedAnyMoreIsNotWaitedFor() {
        cluster.breakStep(Step.ISSUE_CREDENTIALS, "forbidden");
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(10), cluster::run)
                .after(Duration.ofMinutes(4), cluster::delete)
                .after(Duration.ofMinutes(6), cluster::removed);

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(cluster.called(Step.OBSERVE)).isLessThan(30);
    }

    @Test
    void aStepThatFindsNothingButStaleObjectsBacksOff() {
        cluster.failNext(Step.VERIFY_ACCESS, Failure.Kind.STALE, 10);
        provision();

        assertThat(cluster.called(Step.VERIFY_ACCESS)).isEqualTo(11);
        assertThat(cluster.reports())
                .as("told, and not only tried again and again")
                .flatExtracting(StatusReport::conditions)
                .extracting(Condition::message)
                .anyMatch(message -> message.contains("VerifyAccess went wrong"));
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
    void peopleCanAskWhatIsGoingOnAndWithoutWaiting() {
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        story.unnoticed(Duration.ofSeconds(150), () -> {
            cluster.mend(Step.APPLY_TENANT_CONTROL_PLANE);
            story.running().reconcileNow();
        });
        AtomicReference<Description> described = new AtomicReference<>();
        AtomicReference<String> details = new AtomicReference<>();
        story.unnoticed(Duration.ofSeconds(20), () -> {
            described.set(story.running().describe());
            details.set(story.currentDetails());
        });
        story.after(Duration.ofSeconds(155), cluster::address).after(Duration.ofSeconds(160), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        Description seen = Objects.requireNonNull(described.get());
        assertThat(seen.running()).isEqualTo(List.of("ApplyTenantControlPlane"));
        assertThat(seen.failures()).containsExactly("ApplyTenantControlPlane: webhook not reachable");
        assertThat(details.get())
                .startsWith("**InProgress**")
                .contains("\n\nUnder way: ApplyTenantControlPlane")
                .contains("\n\nFailed: ApplyTenantControlPlane: webhook not reachable");
    }

    @Test
    void aRunThatAPersonCancelsEndsAndTheNextOneGoesOnFromTheObjects() {
        story.unnoticed(Duration.ofSeconds(2), story::cancel);

        assertThatThrownBy(story::play).hasCauseInstanceOf(CanceledFailure.class);

        provision();
        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(1);
    }

    @Test
    void aFieldThatKamajiDidNotKnowIsAppliedOnceItDoes() {
        cluster.knowsNot("spec.controlPlane.gateway");
        int provisioned = provision();
        assertThat(cluster.told("FieldsApplied").reason()).isEqualTo("NotServed");
        assertThat(story.play()).as("nothing is due meanwhile").isEqualTo(new Result("Converged", ""));
        assertThat(since(provisioned)).doesNotContain("ApplyTenantControlPlane");

        cluster.knowsNot();
        cluster.failNext(Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.RETRY, 1); // not every API server knows it yet
        int before = cluster.calls().size();
        story.after(Duration.ofSeconds(5), cluster::rolled);

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(since(before)).filteredOn("ApplyTenantControlPlane"::equals).hasSize(2);
        assertThat(cluster.reports().get(cluster.reports().size() - 1).conditions())
                .extracting(Condition::type)
                .doesNotContain("FieldsApplied");
    }
}
