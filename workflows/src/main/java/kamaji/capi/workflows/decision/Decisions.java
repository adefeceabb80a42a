// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.status.StatusReport;

/** Decides from facts what is due, what is waited for and what the status should say. Never remembers progress. */
public final class Decisions {
    private Decisions() {}

    /**
     * The decision for one cluster.
     *
     * @param ref names the cluster, for the workflow id in messages
     * @param facts what is known
     * @param run what the run knows beyond that, {@link RunState#NONE} outside of a run
     */
    public static Decision decide(ClusterRef ref, Facts facts, RunState run) {
        ControlPlane controlPlane = facts.controlPlane();
        if (controlPlane == null || (controlPlane.deleting() && !controlPlane.finalizer())) {
            return new Decision(List.of(), new Outcome(Outcome.Kind.GONE, ""), null);
        }
        Reports reports = new Reports(ref, controlPlane);
        if (facts.paused() && !facts.moved()) {
            return paused(facts, controlPlane, reports);
        }
        if (controlPlane.deleting()) {
            return deleting(facts, run, reports);
        }
        OwningCluster cluster = facts.cluster();
        if (controlPlane.ownerProblem() != null || cluster == null) {
            String problem = Objects.requireNonNullElse(controlPlane.ownerProblem(), "the owning Cluster is not known");
            Outcome outcome = new Outcome(Outcome.Kind.BLOCKED, problem);
            return new Decision(List.of(), outcome, settle(reports.withoutCluster(problem), outcome, facts));
        }
        if (facts.external() != null && !facts.external().known()) {
            return withoutTenant(facts, facts.external(), reports);
        }
        return living(facts, run, reports, Stages.of(controlPlane, cluster, facts, run));
    }

    /** What cannot be seen is neither made again nor called broken: all that was told of it stays. */
    private static Decision withoutTenant(Facts facts, ExternalCluster external, Reports reports) {
        Outcome.Kind kind = external.passing() ? Outcome.Kind.IN_PROGRESS : Outcome.Kind.BLOCKED;
        Outcome outcome = new Outcome(kind, String.valueOf(external.problem()));
        return new Decision(List.of(), outcome, settle(reports.withoutTenant(external), outcome, facts));
    }

    private static Decision living(Facts facts, RunState run, Reports reports, Stages stages) {
        Outcome outcome = outcome(stages);
        StatusReport report = reports.of(stages, facts, run);
        return new Decision(stages.due(), outcome, settle(report, outcome, facts));
    }

    private static Outcome outcome(Stages stages) {
        for (Stage.State state : List.of(Stage.State.DUE, Stage.State.WAITS)) {
            for (Stage stage : stages.all()) {
                if (stage.state() == state) {
                    return new Outcome(Outcome.Kind.IN_PROGRESS, stage.message());
                }
            }
        }
        return stages.all().stream()
                .filter(stage -> stage.state() == Stage.State.BLOCKS)
                .findFirst()
                .map(stage -> new Outcome(Outcome.Kind.BLOCKED, stage.message()))
                .orElse(Outcome.CONVERGED);
    }

    /** Exactly one status write tells that a pause was noticed: what it stored says that it need not be told again. */
    private static Decision paused(Facts facts, ControlPlane controlPlane, Reports reports) {
        Outcome outcome = new Outcome(Outcome.Kind.PAUSED, "paused by the Cluster or by the annotation");
        StatusReport report = settle(reports.paused(), outcome, facts);
        boolean told = Objects.equals(report.settled(), controlPlane.settled());
        return new Decision(List.of(), outcome, told ? null : report);
    }

    private static Decision deleting(Facts facts, RunState run, Reports reports) {
        Deletion deletion = Deletion.of(facts, run);
        Stage stage = deletion.stage();
        Outcome.Kind kind = stage.state() == Stage.State.BLOCKS ? Outcome.Kind.BLOCKED : Outcome.Kind.IN_PROGRESS;
        Outcome outcome = new Outcome(kind, stage.message());
        List<Step> due = stage.state() == Stage.State.DUE ? List.of(Objects.requireNonNull(stage.step())) : List.of();
        // What is moved is gone in a moment; until then it may be paused, and is not written to.
        StatusReport report =
                facts.paused() ? null : settle(reports.deleting(deletion, facts.external()), outcome, facts);
        return new Decision(due, outcome, report);
    }

    private static StatusReport settle(StatusReport report, Outcome outcome, Facts facts) {
        return report.with(
                outcome.ends() ? new Settled(facts.digest(), outcome.kind().text()) : null);
    }
}
