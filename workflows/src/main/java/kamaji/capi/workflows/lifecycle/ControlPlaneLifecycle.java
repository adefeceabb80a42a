// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import kamaji.capi.workflows.facts.ClusterRef;

/**
 * The life of one cluster's control plane. A run is an episode: it starts when something that matters changed and ends
 * when nothing is outstanding or nothing can be done until something changes. It never fails because of its cluster.
 */
@WorkflowInterface
public interface ControlPlaneLifecycle {

    /** Brings the cluster to where its objects say it should be. */
    @WorkflowMethod(name = "ControlPlaneLifecycle")
    Result run(ClusterRef ref);

    /**
     * Something about the cluster may have changed. A hint: the workflow looks for itself.
     *
     * @param hint what changed, for readers of the history
     */
    @SignalMethod(name = "changed")
    void changed(String hint);

    /** Forgets past failures and looks again now, for people who do not want to wait. Answers as {@link #describe()}. */
    @UpdateMethod(name = "reconcileNow")
    Description reconcileNow();

    /** What the run is doing, what it waits for and which steps failed. */
    @QueryMethod(name = "describe")
    Description describe();
}
