// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import io.grpc.StatusRuntimeException;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.ControlPlaneLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * Signals by signal-with-start: durable once the server has answered, whether a worker is there or not. How long a call
 * may take is set in the stubs of the client; it should be a few seconds, since the queue tries again anyway.
 */
public final class TemporalSignals implements Signals {
    private final WorkflowClient client;
    private final String taskQueue;
    private final boolean searchable;

    /**
     * Signals to workflows of one task queue.
     *
     * @param client with the data converter of {@link kamaji.capi.workflows.lifecycle.Payloads}
     * @param searchable whether {@link SearchAttributeKeys} are registered; a start that names an unknown one would fail
     */
    public TemporalSignals(WorkflowClient client, String taskQueue, boolean searchable) {
        this.client = client;
        this.taskQueue = taskQueue;
        this.searchable = searchable;
    }

    @Override
    public void send(ClusterRef ref, String hint, Start start) throws SignalFailedException {
        ControlPlaneLifecycle lifecycle = client.newWorkflowStub(ControlPlaneLifecycle.class, options(ref, start));
        try {
            BatchRequest request = client.newSignalWithStartRequest();
            request.add(lifecycle::run, ref);
            request.add(lifecycle::changed, hint);
            client.signalWithStart(request);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public void tellOpenRun(ClusterRef ref, String hint) throws SignalFailedException {
        try {
            client.newWorkflowStub(ControlPlaneLifecycle.class, ref.workflowId())
                    .changed(hint);
        } catch (WorkflowNotFoundException notOpen) {
            return;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** No time-out and no retry: a run waits for as long as its cluster does. */
    private WorkflowOptions options(ClusterRef ref, Start start) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(ref.workflowId())
                .setTaskQueue(taskQueue)
                .setStaticSummary((ref.namespace() + "/" + ref.name() + " " + start.version()).strip())
                .setStaticDetails(details(ref, start));
        if (searchable) {
            options.setTypedSearchAttributes(searchAttributes(ref, start));
        }
        return options.build();
    }

    private static String details(ClusterRef ref, Start start) {
        return """
                KamajiControlPlane with UID `%s`

                `kubectl describe kamajicontrolplane --namespace %s %s`

                A run starts when something changed and ends when nothing is left to do, or nothing can be done until \
                something changes. The timeline shows the steps; current details and the query `describe` say what is \
                waited for. The update `reconcileNow` looks again at once.""".formatted(start.uid(), ref.namespace(), ref.name());
    }

    private static SearchAttributes searchAttributes(ClusterRef ref, Start start) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder()
                .set(SearchAttributeKeys.NAMESPACE, ref.namespace())
                .set(SearchAttributeKeys.NAME, ref.name());
        set(attributes, SearchAttributeKeys.VERSION, start.version());
        set(attributes, SearchAttributeKeys.CLUSTER, start.cluster());
        set(attributes, SearchAttributeKeys.DATA_STORE, start.dataStore());
        return attributes.build();
    }

    private static void set(
            SearchAttributes.Builder attributes, SearchAttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.set(key, value);
        }
    }

    private static SignalFailedException failure(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return new SignalFailedException(
                        "Temporal answers " + status.getStatus().getCode() + ": "
                                + status.getStatus().getDescription());
            }
        }
        return new SignalFailedException("Temporal was not reached: " + e);
    }
}
