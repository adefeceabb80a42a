// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import kamaji.capi.workflows.facts.ClusterRef;

/** A story of one cluster on the in-memory Temporal server, with skipped time. */
final class Story implements AutoCloseable {
    static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");
    private static final String QUEUE = "stories";

    final FakeCluster cluster = new FakeCluster();
    private final TestWorkflowEnvironment environment =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .build());

    Story() {
        this(cluster -> cluster);
    }

    /** A story whose steps are looked at on their way to the cluster. */
    Story(UnaryOperator<ControlPlaneActivities> onTheWay) {
        Worker worker = environment.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
        worker.registerActivitiesImplementations(onTheWay.apply(cluster));
        environment.start();
    }

    /** Something happens after a while, and the watcher notices it. */
    Story after(Duration delay, Runnable happening) {
        environment.registerDelayedCallback(delay, () -> {
            happening.run();
            notice();
        });
        return this;
    }

    /** Something happens after a while, and nobody notices. */
    Story unnoticed(Duration delay, Runnable happening) {
        environment.registerDelayedCallback(delay, happening);
        return this;
    }

    void notice() {
        ControlPlaneLifecycle stub = stub();
        var batch = environment.getWorkflowClient().newSignalWithStartRequest();
        batch.add(stub::run, REF);
        batch.add(stub::changed, "test");
        try {
            environment.getWorkflowClient().signalWithStart(batch);
        } catch (WorkflowExecutionAlreadyStarted e) {
            throw new IllegalStateException("signal-with-start never fails on an open run", e);
        }
    }

    /** Starts a run as the watcher does and waits for its end. */
    Result play() {
        notice();
        return result();
    }

    /** Lets time go by, with all that happens meanwhile. */
    void pass(Duration time) {
        environment.sleep(time);
    }

    /** The end of the newest run. */
    Result result() {
        return WorkflowStub.fromTyped(running()).getResult(Result.class);
    }

    ControlPlaneLifecycle running() {
        return environment.getWorkflowClient().newWorkflowStub(ControlPlaneLifecycle.class, REF.workflowId());
    }

    /** As the button of the Temporal UI does. */
    void cancel() {
        WorkflowStub.fromTyped(running()).cancel();
    }

    /** What the Temporal UI shows as current details. */
    String currentDetails() {
        return environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(REF.workflowId())
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
    }

    WorkflowExecutionHistory history() {
        return environment.getWorkflowClient().fetchHistory(REF.workflowId());
    }

    /** How long the newest run took to end after the last signal that it got. */
    Duration fromLastSignalToEnd() {
        List<HistoryEvent> events = history().getEvents();
        HistoryEvent signal = events.stream()
                .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
                .reduce((first, second) -> second)
                .orElseThrow();
        return Duration.between(instant(signal), instant(events.get(events.size() - 1)));
    }

    private static Instant instant(HistoryEvent event) {
        return Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime()));
    }

    private ControlPlaneLifecycle stub() {
        return environment
                .getWorkflowClient()
                .newWorkflowStub(
                        ControlPlaneLifecycle.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(REF.workflowId())
                                .setTaskQueue(QUEUE)
                                .build());
    }

    @Override
    public void close() {
        environment.close();
    }
}
