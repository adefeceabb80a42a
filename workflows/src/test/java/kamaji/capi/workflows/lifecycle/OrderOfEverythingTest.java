// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lives made up at random: edits, pauses, deletions, losses and failures in any order, while Kamaji does its part. Every
 * one ends in one TenantControlPlane as wanted or in none, and nothing forbidden is done on the way. A failure names its
 * seed and the shortest life that still fails. {@code -Dorder.seed} and {@code -Dorder.lives} try others.
 */
class OrderOfEverythingTest {
    private static final long SEED = Long.getLong("order.seed", 1);
    private static final int LIVES = Integer.getInteger("order.lives", 25);
    private static final int DECIDED = 2_000;
    private static final int ROUNDS = 60;
    private static final Duration CALM = Duration.ofMinutes(2);

    /** How a life is lived; tells what went wrong. */
    private interface Living {
        List<String> live(List<Happening> life);
    }

    @Test
    void whateverTheWorkflowMeetsItEndsInOneTenantOrNone() {
        for (long seed = SEED; seed < SEED + LIVES; seed++) {
            check(seed, OrderOfEverythingTest::byTheWorkflow);
        }
    }

    @Test
    void whateverTheDecisionMeetsItEndsInOneTenantOrNone() {
        for (long seed = SEED; seed < SEED + DECIDED; seed++) {
            check(seed, OrderOfEverythingTest::byTheDecision);
        }
    }

    private static void check(long seed, Living living) {
        List<Happening> life = Happening.life(seed);
        if (living.live(life).isEmpty()) {
            return;
        }
        List<Happening> shortest = shortest(life, living);
        assertThat(living.live(shortest))
                .as("seed %d, shortest life that fails: %s", seed, shortest)
                .isEmpty();
    }

    /** Leaves out one happening after the other as long as what is left still fails. */
    private static List<Happening> shortest(List<Happening> life, Living living) {
        List<Happening> left = new ArrayList<>(life);
        for (int i = left.size() - 1; i >= 0; i--) {
            Happening out = left.remove(i);
            if (living.live(left).isEmpty()) {
                left.add(i, out);
            }
        }
        return left;
    }

    private static List<String> byTheWorkflow(List<Happening> life) {
        return Patience.with(life, () -> onOneServer(life));
    }

    private static List<String> onOneServer(List<Happening> life) {
        WatchedSteps[] steps = new WatchedSteps[1];
        try (Story story = new Story(cluster -> steps[0] = new WatchedSteps((FakeCluster) cluster))) {
            story.notice();
            for (Happening happening : life) {
                story.pass(Duration.ofSeconds(1 + happening.seconds()));
                // A run that is terminated in the middle of a step keeps the in-memory server's time from going on.
                happening.to(story.cluster, () -> {});
                story.notice();
            }
            story.pass(Duration.ofSeconds(1));
            story.cluster.pause(false);
            for (int round = 0; round < 8; round++) {
                story.notice();
                story.pass(CALM);
                story.cluster.kamaji();
            }
            story.notice();
            List<String> wrong = new ArrayList<>(steps[0].wrong());
            wrong.addAll(wrongAtTheEnd(story.cluster, story.result().outcome()));
            return wrong;
        }
    }

    /** What is wrong with a cluster whose life has come to rest. */
    static List<String> wrongAtTheEnd(FakeCluster cluster, String outcome) {
        List<String> wrong = new ArrayList<>();
        Facts facts = cluster.facts();
        ControlPlane controlPlane = Objects.requireNonNull(facts.controlPlane());
        TenantControlPlane tenant = facts.tenant();
        if (controlPlane.deleting()) {
            if (tenant != null || controlPlane.finalizer()) {
                wrong.add("deleted, but something is left: " + outcome);
            }
            return wrong;
        }
        if (tenant == null || !tenant.applied() || !controlPlane.finalizer()) {
            wrong.add("no TenantControlPlane as wanted: " + outcome);
            return wrong;
        }
        boolean neverRan = controlPlane.replicas() == 0 && !controlPlane.initialized();
        if (!outcome.equals(neverRan ? "Blocked" : "Converged")) {
            wrong.add("ended " + outcome);
        }
        if (!neverRan && !(controlPlane.initialized() && facts.credentials().published())) {
            wrong.add("not initialised with credentials");
        }
        StatusReport said = cluster.reports().get(cluster.reports().size() - 1);
        var counters = new StatusReport.ReplicaCounters(
                tenant.replicas(), tenant.ready(), tenant.available(), tenant.updated());
        if (controlPlane.initialized() && !said.partial() && !counters.equals(said.counters())) {
            wrong.add("the status says " + said.counters() + " of " + counters);
        }
        if (controlPlane.initialized() && !said.partial() && !said.version().equals(tenant.version())) {
            wrong.add("the status says version " + said.version() + " of " + tenant.version());
        }
        return wrong;
    }

    private static List<String> byTheDecision(List<Happening> life) {
        FakeCluster cluster = new FakeCluster();
        WatchedSteps steps = new WatchedSteps(cluster);
        Decided run = new Decided(steps);
        List<String> wrong = new ArrayList<>();
        run.settle(wrong);
        for (Happening happening : life) {
            if (happening.kind() != Happening.Kind.FAIL) {
                happening.to(cluster, run::forget);
                run.settle(wrong);
            }
        }
        cluster.pause(false);
        for (int round = 0; round < 8; round++) {
            run.settle(wrong);
            cluster.kamaji();
        }
        run.settle(wrong);
        wrong.addAll(steps.wrong());
        wrong.addAll(wrongAtTheEnd(cluster, run.outcome));
        return wrong;
    }

    /** Takes the steps that are due one after the other until none is, as the workflow does without time. */
    private static final class Decided {
        private final WatchedSteps steps;
        private @Nullable Access access;
        private @Nullable String checked;
        private @Nullable String told;
        private String outcome = "";

        Decided(WatchedSteps steps) {
            this.steps = steps;
        }

        void forget() {
            access = null;
            checked = null;
            told = null;
        }

        void settle(List<String> wrong) {
            checked = null;
            for (int round = 0; round < ROUNDS; round++) {
                Facts facts = steps.observe(Story.REF);
                if (facts.controlPlane() == null) {
                    return;
                }
                Decision decision = Decisions.decide(Story.REF, facts, new RunState(List.of(), access, checked));
                outcome = decision.outcome().kind().text();
                if (!step(decision, facts.controlPlane())) {
                    return;
                }
            }
            wrong.add("no end after " + ROUNDS + " rounds");
        }

        private boolean step(Decision decision, ControlPlane controlPlane) {
            Target target = new Target(Story.REF, controlPlane.uid(), controlPlane.resourceVersion());
            if (!decision.due().isEmpty()) {
                take(decision.due().get(0), target);
                return decision.due().get(0) != Step.RELEASE_CONTROL_PLANE;
            }
            StatusReport report = decision.report();
            if (report == null || report.hash().equals(report.partial() ? told : controlPlane.reported())) {
                return false;
            }
            steps.reportStatus(target, report);
            told = report.partial() ? report.hash() : null;
            return true;
        }

        private void take(Step step, Target target) {
            switch (step) {
                case CHECK_UPGRADE ->
                    checked = steps.checkUpgrade(
                                    target,
                                    Objects.requireNonNull(
                                            Objects.requireNonNull(Objects.requireNonNull(steps.observe(Story.REF)
                                                                    .tenant())
                                                            .upgrade())
                                                    .plan()))
                            .version();
                case APPLY_TENANT_CONTROL_PLANE -> {
                    steps.applyTenantControlPlane(target);
                    checked = null;
                }
                case PUBLISH_ENDPOINT -> steps.publishEndpoint(target);
                case ISSUE_CREDENTIALS -> steps.issueCredentials(target);
                case VERIFY_ACCESS -> access = steps.verifyAccess(target);
                case DELETE_TENANT_CONTROL_PLANE -> steps.deleteTenantControlPlane(target);
                case RELEASE_CONTROL_PLANE -> steps.releaseControlPlane(target);
                case OBSERVE, REPORT_STATUS -> throw new IllegalStateException(step + " is never due by itself");
            }
        }
    }
}
