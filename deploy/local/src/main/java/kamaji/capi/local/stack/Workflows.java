// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.Payloads;

/** What Temporal knows about the workflows of clusters. */
public final class Workflows implements AutoCloseable {
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final TemporalServer server;

    private Workflows(TemporalServer server) {
        this.server = server;
        this.stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .build());
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(server.namespace())
                        .setDataConverter(Payloads.converter())
                        .build());
    }

    /** Connects to a running server. */
    public static Workflows of(TemporalServer server) {
        return new Workflows(server);
    }

    public WorkflowClient client() {
        return client;
    }

    /** Events of the newest run, empty when there is none. */
    public List<HistoryEvent> events(ClusterRef ref) {
        try {
            return client.fetchHistory(ref.workflowId()).getEvents();
        } catch (WorkflowNotFoundException e) {
            return List.of();
        } catch (StatusRuntimeException e) { // what the first page of a history that is not there yet ends in
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** All runs that the server knows, open and closed, oldest first. */
    public List<WorkflowExecutionMetadata> runs() {
        return client.listExecutions("WorkflowType = 'ControlPlaneLifecycle'")
                .sorted(Comparator.comparing(WorkflowExecutionMetadata::getStartTime))
                .toList();
    }

    /** The history of one run as JSON, as recorded histories are kept. */
    public String json(WorkflowExecution run) {
        return client.fetchHistory(run.getWorkflowId(), run.getRunId()).toJson(true);
    }

    /** Where the web UI shows a run. */
    public String url(WorkflowExecution run) {
        return server.uiUrl() + "/namespaces/" + server.namespace() + "/workflows/"
                + URLEncoder.encode(run.getWorkflowId(), StandardCharsets.UTF_8) + "/" + run.getRunId() + "/timeline";
    }

    /** Where the web UI lists all runs. */
    public String listUrl() {
        return server.uiUrl() + "/namespaces/" + server.namespace() + "/workflows";
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
