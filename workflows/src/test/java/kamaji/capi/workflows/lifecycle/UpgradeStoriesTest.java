// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.Test;

/** Upgrades, hop by hop. */
class UpgradeStoriesTest extends Stories {
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
    void theAnswerOfTheFormerApiServerIsNotTakenForThatOfTheNext() {
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(10), () -> {
                    cluster.breakStep(Step.REPORT_STATUS, "away");
                    cluster.run();
                })
                .after(Duration.ofSeconds(20), () -> {
                    cluster.mend(Step.REPORT_STATUS);
                    cluster.upgrade("v1.34.0");
                })
                .after(Duration.ofSeconds(60), cluster::rolled);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.called(Step.VERIFY_ACCESS)).isEqualTo(2);
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
}
