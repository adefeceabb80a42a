// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;

/**
 * Whether a cluster needs its workflow, judged from facts alone, as the watcher does.
 *
 * @param urgency how soon
 * @param reason what is due or new; equal reasons mean that a workflow which was told once need not be told again
 */
public record Attention(Urgency urgency, String reason) {
    private static final Attention NONE = new Attention(Urgency.NONE, "");

    /** How soon a workflow is needed. */
    public enum Urgency {
        /** Not at all. */
        NONE,
        /** Only the status would say something else, which matters if it lasts. */
        LATER,
        /** At once: a step is due, or the cluster has settled or left its settled state. */
        NOW
    }

    /** The attention that a cluster needs. A settled one whose facts are as they were needs none. */
    public static Attention of(ClusterRef ref, Facts facts) {
        ControlPlane controlPlane = facts.controlPlane();
        if (controlPlane == null) {
            return NONE;
        }
        if (controlPlane.settled() != null && controlPlane.settled().digest().equals(facts.digest())) {
            return NONE;
        }
        Decision decision = Decisions.decide(ref, facts, RunState.NONE);
        return switch (decision.outcome().kind()) {
            case GONE -> NONE;
            case CONVERGED, PAUSED ->
                new Attention(Urgency.NOW, decision.outcome().kind().text() + " " + facts.digest());
            case BLOCKED ->
                new Attention(wasTold(controlPlane) ? Urgency.NOW : soon(controlPlane), "Blocked " + facts.digest());
            case IN_PROGRESS -> inProgress(decision, controlPlane, facts);
        };
    }

    private static Attention inProgress(Decision decision, ControlPlane controlPlane, Facts facts) {
        List<Step> due = decision.due();
        if (!due.isEmpty()) {
            return new Attention(
                    onlyFollowsFromTheRun(due, controlPlane) ? soon(controlPlane) : Urgency.NOW,
                    reason(due, controlPlane));
        }
        if (controlPlane.deleting()) {
            return NONE;
        }
        boolean nextHop = UpgradeHop.toBeTold(controlPlane, facts.tenant());
        return decision.reportUnlike(controlPlane.reported())
                .map(report -> new Attention(nextHop ? Urgency.NOW : soon(controlPlane), "waits " + report.hash()))
                .orElse(NONE);
    }

    /**
     * Before initialised, access is asked by the run that issued the credentials: only a run that was lost has to be told, or
     * one that ended Blocked.
     */
    private static boolean onlyFollowsFromTheRun(List<Step> due, ControlPlane controlPlane) {
        return !controlPlane.initialized() && due.equals(List.of(Step.VERIFY_ACCESS));
    }

    /** A corrected spec is news to a step that applies it; to others the generation that our own patches raise is none. */
    private static String reason(List<Step> due, ControlPlane controlPlane) {
        return due.contains(Step.APPLY_TENANT_CONTROL_PLANE)
                ? "due " + due + " at generation " + controlPlane.generation()
                : "due " + due;
    }

    /** Whether a status was written before: what is blocked then was changed by someone, who waits for an answer. */
    private static boolean wasTold(ControlPlane controlPlane) {
        return controlPlane.access() != null;
    }

    /** What has settled and no longer is matters now; what has not settled yet may change again in a moment. */
    private static Urgency soon(ControlPlane controlPlane) {
        return controlPlane.settled() == null ? Urgency.LATER : Urgency.NOW;
    }
}
