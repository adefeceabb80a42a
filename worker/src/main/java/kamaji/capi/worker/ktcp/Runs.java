// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import com.google.protobuf.util.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.worker.Instance;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.temporal.TemporalReader;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.ControlPlaneLifecycle;
import kamaji.capi.workflows.lifecycle.Description;
import kamaji.capi.workflows.status.Cause;
import org.jspecify.annotations.Nullable;

/** Finds the workflow of a control plane and reads its runs. */
final class Runs {
    private final TemporalReader temporal;
    private final KubernetesAccess kubernetes;
    private final @Nullable String instance;

    /** @param instance as asked for, null to find it */
    Runs(TemporalReader temporal, KubernetesAccess kubernetes, @Nullable String instance) {
        this.temporal = temporal;
        this.kubernetes = kubernetes;
        this.instance = instance;
    }

    /**
     * The workflow id by the instance that was asked for, by what the status says, by what Temporal knows under this
     * name, or else as an instance without options would have it.
     *
     * @param controlPlane null when it is gone
     */
    String workflowId(String name, @Nullable KamajiControlPlane controlPlane) {
        if (instance != null) {
            return of(instance, name);
        }
        return told(controlPlane).or(() -> known(name)).orElseGet(() -> of(derivedInstance(), name));
    }

    /** The workflow id that the status tells, or the instance that was asked for: without asking Temporal. */
    Optional<String> toldWorkflowId(KamajiControlPlane controlPlane) {
        return instance != null
                ? Optional.of(of(instance, controlPlane.getMetadata().getName()))
                : told(controlPlane);
    }

    private static Optional<String> told(@Nullable KamajiControlPlane controlPlane) {
        return controlPlane == null
                        || controlPlane.getStatus() == null
                        || controlPlane.getStatus().conditions() == null
                ? Optional.empty()
                : controlPlane.getStatus().conditions().stream()
                        .map(Condition::getMessage)
                        .flatMap(message -> Cause.workflowId(message == null ? "" : message).stream())
                        .findFirst();
    }

    private Optional<String> known(String name) {
        List<String> ids = search(name);
        if (ids.size() <= 1) {
            return ids.stream().findFirst();
        }
        String own = of(derivedInstance(), name);
        if (ids.contains(own)) {
            return Optional.of(own);
        }
        throw new StartFailure(
                ExitCode.USAGE,
                "Temporal at " + temporal.address() + " knows several control planes of this name: "
                        + String.join(", ", ids) + "; name the first part of the one you mean with --instance");
    }

    private List<String> search(String name) {
        String query = "KcpNamespace = '" + kubernetes.namespace() + "' AND KcpName = '" + name + "'";
        return ask(() -> {
            try (Stream<WorkflowExecutionMetadata> found = client().listExecutions(query)) {
                return found.map(one -> one.getExecution().getWorkflowId())
                        .distinct()
                        .sorted()
                        .toList();
            } catch (StatusRuntimeException failure) {
                if (failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                    return List.of(); // the search attributes are not registered
                }
                throw failure;
            }
        });
    }

    private String derivedInstance() {
        Namespace system = kubernetes.ask(
                "read namespace kube-system, whose UID names the provider's instance (or name it with --instance)",
                () -> kubernetes.client().namespaces().withName("kube-system").get());
        if (system == null) {
            throw new StartFailure(ExitCode.USAGE, "there is no namespace kube-system; name the --instance");
        }
        return Instance.derive(system.getMetadata().getUid(), null, null).name();
    }

    private String of(String provider, String name) {
        return new ClusterRef(provider, kubernetes.namespace(), name).workflowId();
    }

    /** The newest run, empty when Temporal knows none. */
    Optional<RunNow> now(String workflowId) {
        return ask(() -> {
            try {
                return Optional.of(describe(workflowId));
            } catch (StatusRuntimeException failure) {
                if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private RunNow describe(String workflowId) {
        DescribeWorkflowExecutionResponse run = client().getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build());
        String runId = run.getWorkflowExecutionInfo().getExecution().getRunId();
        boolean open =
                run.getWorkflowExecutionInfo().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        return new RunNow(
                runId,
                open,
                run.getPendingActivitiesList().stream().map(Runs::pending).toList(),
                run.getPendingWorkflowTask().getAttempt(),
                open ? Episode.of(client().fetchHistory(workflowId, runId)).looksAgain() : null,
                open ? ask(workflowId, runId) : null);
    }

    private static RunNow.PendingStep pending(PendingActivityInfo activity) {
        boolean waits = activity.getState().name().endsWith("SCHEDULED") && activity.hasScheduledTime();
        return new RunNow.PendingStep(
                activity.getActivityType().getName(),
                activity.getAttempt(),
                waits ? Instant.ofEpochMilli(Timestamps.toMillis(activity.getScheduledTime())) : null,
                activity.hasLastFailure() ? Episode.messageOf(activity.getLastFailure()) : null);
    }

    /** A query needs a worker; without one the rest is still worth telling. */
    private @Nullable Description ask(String workflowId, String runId) {
        try {
            WorkflowTargetOptions target = WorkflowTargetOptions.newBuilder()
                    .setWorkflowId(workflowId)
                    .setRunId(runId)
                    .build();
            return client().newWorkflowStub(ControlPlaneLifecycle.class, target).describe();
        } catch (WorkflowException | StatusRuntimeException noWorker) {
            return null;
        }
    }

    /** The newest runs of a workflow, newest first. */
    List<WorkflowExecutionHistory> histories(String workflowId, int most) {
        return ask(() -> {
            List<WorkflowExecution> runs;
            try (Stream<WorkflowExecutionMetadata> found =
                    client().listExecutions("WorkflowId = '" + workflowId + "'")) {
                runs = found.sorted(Comparator.comparing(WorkflowExecutionMetadata::getStartTime)
                                .reversed())
                        .limit(most)
                        .map(WorkflowExecutionMetadata::getExecution)
                        .toList();
            }
            return runs.stream()
                    .map(run -> client().fetchHistory(run.getWorkflowId(), run.getRunId()))
                    .toList();
        });
    }

    private WorkflowClient client() {
        return temporal.client();
    }

    private <T> T ask(Supplier<T> request) {
        try {
            return request.get();
        } catch (StatusRuntimeException failure) {
            throw failure(failure.getStatus());
        } catch (WorkflowException failure) {
            throw failure(Status.fromThrowable(failure));
        }
    }

    private StartFailure failure(Status status) {
        String at = "Temporal at " + temporal.address() + " ";
        return new StartFailure(
                ExitCode.TEMPORAL_UNREACHABLE,
                switch (status.getCode()) {
                    case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                        at + "does not answer; name the one of the provider with --temporal-address or TEMPORAL_ADDRESS"
                                + " (in a cluster: kubectl port-forward to its frontend)";
                    case PERMISSION_DENIED, UNAUTHENTICATED ->
                        at
                                + "refuses our credentials; see --temporal-api-key-file, TEMPORAL_API_KEY and TEMPORAL_TLS_…";
                    case NOT_FOUND ->
                        at + "has no namespace " + temporal.namespace()
                                + "; name the provider's with --temporal-namespace";
                    default -> at + "answers " + status.getCode();
                });
    }
}
