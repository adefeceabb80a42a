// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.Optional;
import kamaji.capi.workflows.facts.ClusterRef;

/** Asks Temporal. A workflow task is tried anew at once, then with growing pauses: five tries take about half a minute. */
public final class TemporalRuns implements Runs {
    private static final int WEDGED_ATTEMPTS = 5;

    private final WorkflowClient client;

    public TemporalRuns(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Optional<WedgedRun> wedged(ClusterRef ref) throws SignalFailedException {
        try {
            DescribeWorkflowExecutionResponse run = client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(ref.workflowId()))
                            .build());
            boolean open = run.getWorkflowExecutionInfo().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
            int attempts = run.getPendingWorkflowTask().getAttempt();
            return open && attempts >= WEDGED_ATTEMPTS
                    ? Optional.of(new WedgedRun(
                            run.getWorkflowExecutionInfo().getExecution().getRunId(), attempts))
                    : Optional.empty();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw new SignalFailedException("Temporal answers " + e.getStatus().getCode());
        }
    }

    @Override
    public void terminate(ClusterRef ref, WedgedRun run, String reason) throws SignalFailedException {
        try {
            client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(ref.workflowId())
                            .setRunId(run.runId())
                            .build())
                    .terminate(reason);
        } catch (WorkflowNotFoundException ended) {
            return;
        } catch (RuntimeException e) {
            throw new SignalFailedException("Temporal was not reached: " + e);
        }
    }
}
