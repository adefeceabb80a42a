// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.List;
import java.util.function.ToLongFunction;
import kamaji.capi.local.stack.Workflows;

/** What the runs of the clusters of a namespace cost Temporal. */
record Histories(List<WorkflowExecutionMetadata> runs) {
    static Histories of(Workflows workflows, String namespace) {
        return new Histories(workflows.runs().stream()
                .filter(run -> run.getExecution().getWorkflowId().contains("/" + namespace + "/"))
                .toList());
    }

    int count() {
        return runs.size();
    }

    long open() {
        return runs.stream()
                .filter(run -> run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                .count();
    }

    long failed() {
        return runs.stream()
                .filter(run -> run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                        && run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
                .count();
    }

    long events() {
        return sum(WorkflowExecutionMetadata::getHistoryLength);
    }

    long bytes() {
        return sum(run -> run.getWorkflowExecutionInfo().getHistorySizeBytes());
    }

    long transitions() {
        return sum(run -> run.getWorkflowExecutionInfo().getStateTransitionCount());
    }

    private long sum(ToLongFunction<WorkflowExecutionMetadata> what) {
        return runs.stream().mapToLong(what).sum();
    }
}
