// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.ControlPlaneLifecycle;
import kamaji.capi.workflows.lifecycle.Summaries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals by signal-with-start: durable once the server has answered, whether a worker is there or not. How long a call
 * may take is set in the stubs of the client; it should be a few seconds, since the queue tries again anyway.
 */
public final class TemporalSignals implements Signals {
    /** Longer than any name; Temporal refuses a start whose attributes are too long. */
    private static final int LONGEST_ATTRIBUTE = 255;

    private static final Logger LOG = LoggerFactory.getLogger(TemporalSignals.class);

    private final WorkflowClient client;
    private final String taskQueue;
    private volatile boolean searchable;

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
        boolean named = searchable;
        try {
            signalWithStart(ref, hint, options(ref, start, named));
        } catch (RuntimeException e) {
            if (!named || codeOf(e) != Status.Code.INVALID_ARGUMENT) {
                throw failure(e);
            }
            sendUnsearchable(ref, hint, start);
        }
    }

    /** A Temporal that came back without its database knows no search attributes; a cluster matters more than its search. */
    private void sendUnsearchable(ClusterRef ref, String hint, Start start) throws SignalFailedException {
        try {
            signalWithStart(ref, hint, options(ref, start, false));
        } catch (RuntimeException e) {
            throw failure(e);
        }
        if (searchable) {
            searchable = false;
            LOG.warn("temporal no longer knows the search attributes, running without them; restart to register them");
        }
    }

    private void signalWithStart(ClusterRef ref, String hint, WorkflowOptions options) {
        ControlPlaneLifecycle lifecycle = client.newWorkflowStub(ControlPlaneLifecycle.class, options);
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(lifecycle::run, ref);
        request.add(lifecycle::changed, hint);
        client.signalWithStart(request);
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
    private WorkflowOptions options(ClusterRef ref, Start start, boolean named) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(ref.workflowId())
                .setTaskQueue(taskQueue)
                .setStaticSummary(summary(ref, start))
                .setStaticDetails(details(ref, start));
        if (named) {
            options.setTypedSearchAttributes(searchAttributes(ref, start));
        }
        return options.build();
    }

    private static String summary(ClusterRef ref, Start start) {
        String version = start.version().isEmpty() ? "" : " " + start.version();
        return Summaries.shorten(start.purpose().text() + " " + ref.namespace() + "/" + ref.name() + version);
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
                .set(SearchAttributeKeys.NAME, ref.name())
                .set(SearchAttributeKeys.PHASE, start.purpose().text());
        set(attributes, SearchAttributeKeys.VERSION, start.version());
        set(attributes, SearchAttributeKeys.CLUSTER, start.cluster());
        set(attributes, SearchAttributeKeys.DATA_STORE, start.dataStore());
        return attributes.build();
    }

    private static void set(
            SearchAttributes.Builder attributes, SearchAttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.set(key, value.substring(0, Math.min(value.length(), LONGEST_ATTRIBUTE)));
        }
    }

    private static SignalFailedException failure(RuntimeException e) {
        Status status = statusOf(e);
        return new SignalFailedException(
                status == null
                        ? "Temporal was not reached: " + e
                        : "Temporal answers " + status.getCode() + ": " + status.getDescription());
    }

    private static Status.@Nullable Code codeOf(RuntimeException e) {
        Status status = statusOf(e);
        return status == null ? null : status.getCode();
    }

    private static @Nullable Status statusOf(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException answer) {
                return answer.getStatus();
            }
        }
        return null;
    }
}
