// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Ending;
import org.junit.jupiter.api.Test;

/** Pause, move, restore and deletion. */
class EndingStoriesTest extends Stories {
    private static final Ending WORKERS = new Ending(false, null, true, null, "default");
    private static final Ending MOVED = new Ending(true, null, true, null, "default");
    private static final Ending FORCED = new Ending(false, "operator: the store is lost", true, null, "default");

    /** Trap 18: a control plane that is deleted while workers exist. */
    @Test
    void workersAreWaitedForEveryFifteenSecondsAndThenTheTenantGoes() {
        int before = provision();
        cluster.ending(WORKERS);
        cluster.delete();
        story.unnoticed(Duration.ofSeconds(40), () -> cluster.ending(Ending.PLAIN))
                .after(Duration.ofSeconds(60), cluster::removed);

        assertThat(story.play()).isEqualTo(new Result("Gone", ""));
        assertThat(cluster.reports())
                .anySatisfy(report -> assertThat(report.conditions()).anySatisfy(condition -> {
                    assertThat(condition.reason()).isEqualTo("WaitingForWorkersDeletion");
                    assertThat(condition.message()).contains("Machines of Cluster c1", "kubectl get machines");
                }));
        assertThat(since(before))
                .containsExactly(
                        "ObserveControlPlane",
                        "ReportStatus",
                        "ObserveControlPlane",
                        "ObserveControlPlane",
                        "ObserveControlPlane",
                        "DeleteTenantControlPlane",
                        "ReportStatus",
                        "ObserveControlPlane",
                        "ReleaseControlPlane");
    }

    @Test
    void whoInsistsNeitherWaitsForWorkersNorForKamajiAndIsNamedInTheHistory() {
        int before = provision();
        cluster.ending(FORCED);
        cluster.delete();

        Result result = story.play();

        assertThat(result.outcome()).isEqualTo("Gone");
        assertThat(result.cause()).contains("left the TenantControlPlane behind", "operator: the store is lost");
        assertThat(since(before))
                .containsExactly("ObserveControlPlane", "DeleteTenantControlPlane", "ReleaseControlPlane");
    }

    @Test
    void whoInsistsIsReleasedEvenWhenTheTenantCannotBeDeleted() {
        provision();
        cluster.failNext(Step.DELETE_TENANT_CONTROL_PLANE, Failure.Kind.WAIT_FOR_CHANGE, 2);
        cluster.ending(FORCED);
        cluster.delete();

        assertThat(story.play().outcome()).isEqualTo("Gone");
    }

    @Test
    void peopleCanAskSinceWhenADeletionWaits() {
        provision();
        cluster.delete();
        List<Description> asked = new ArrayList<>();
        story.unnoticed(Duration.ofMinutes(2), () -> asked.add(story.running().describe()))
                .unnoticed(
                        Duration.ofMinutes(8), () -> asked.add(story.running().describe()))
                .after(Duration.ofMinutes(9), cluster::removed);

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(asked.get(0).cause()).contains("finalizer.kamaji.clastix.io");
        assertThat(asked.get(0).since()).isNotNull().isEqualTo(asked.get(1).since());
    }

    /** Trap 16: a move would destroy the tenant. */
    @Test
    void whatWasMovedIsReleasedAndItsTenantIsNotDeletedNotEvenWhilePaused() {
        int before = provision();
        cluster.pause(true);
        assertThat(story.play().outcome()).isEqualTo("Paused");
        cluster.ending(MOVED);
        cluster.delete();

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(cluster.called(Step.DELETE_TENANT_CONTROL_PLANE)).isZero();
        assertThat(since(before))
                .containsExactly("ObserveControlPlane", "ReportStatus", "ObserveControlPlane", "ReleaseControlPlane");
    }

    @Test
    void aTenantWhoseOwnerIsGoneIsTakenOverAfterARestore() {
        provision();
        cluster.restored("u2");
        cluster.owned("an earlier KamajiControlPlane kcp (UID u1)");
        int before = cluster.calls().size();

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(since(before)).contains("ApplyTenantControlPlane", "PublishEndpoint", "IssueCredentials");
        assertThat(cluster.called(Step.DELETE_TENANT_CONTROL_PLANE)).isZero();
        assertThat(cluster.told("KamajiControlPlaneIsInitialized").isTrue()).isTrue();
    }

    @Test
    void aPauseFromTheStartIsToldOnceAndItsEndIsNoticed() {
        cluster.pause(true);
        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(cluster.calls()).containsExactly("ObserveControlPlane", "ReportStatus", "ObserveControlPlane");
        assertThat(cluster.told("Paused").isTrue()).isTrue();

        cluster.pause(false);
        provision();
        assertThat(cluster.told("Paused").isTrue()).isFalse();
    }

    @Test
    void aPauseDuringTheDeletionIsToldOnceAndTheDeletionGoesOnAfterIt() {
        provision();
        cluster.delete();
        story.after(Duration.ofSeconds(3), () -> cluster.pause(true));
        assertThat(story.play().outcome()).isEqualTo("Paused");
        int before = cluster.calls().size();
        cluster.removed();
        assertThat(story.play().outcome()).isEqualTo("Paused");
        assertThat(since(before)).containsExactly("ObserveControlPlane");

        cluster.pause(false);
        assertThat(story.play().outcome()).isEqualTo("Gone");
    }

    @Test
    void theEndOfAPauseIsToldWhileTheDeletionGoesOn() {
        provision();
        cluster.delete();
        story.after(Duration.ofSeconds(3), () -> cluster.pause(true));
        assertThat(story.play().outcome()).isEqualTo("Paused");

        cluster.pause(false);
        story.after(Duration.ofMinutes(1), cluster::removed);
        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(cluster.told("Paused").isTrue()).isFalse();
        assertThat(cluster.told("Deleting").isTrue()).isTrue();
    }

    @Test
    void aDeletionEndsWhereverTheRunBeforeWasLost() {
        provision();
        cluster.removed();
        cluster.delete();
        int before = cluster.calls().size();

        assertThat(story.play().outcome()).isEqualTo("Gone");
        assertThat(since(before)).containsExactly("ObserveControlPlane", "ReleaseControlPlane");
    }
}
