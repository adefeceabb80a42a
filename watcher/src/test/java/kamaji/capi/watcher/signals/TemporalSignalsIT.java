// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import kamaji.capi.servers.Ports;
import kamaji.capi.servers.SharedServers;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.servers.TemporalServerOptions;
import kamaji.capi.workflows.decision.Purpose;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.Payloads;
import org.junit.jupiter.api.Test;

/** Without any worker. */
class TemporalSignalsIT {
    private static final Start START = new Start("some-uid", "v1.35.0", "cluster", "store", Purpose.UPGRADE);
    private static final ClusterRef REF = new ClusterRef(UUID.randomUUID().toString(), "default", "kcp");

    @Test
    void theSecondSignalJoinsTheRunThatTheFirstStarted() throws SignalFailedException {
        WorkflowServiceStubs stubs = stubs(SharedServers.temporal().address());
        try {
            WorkflowClient client = client(stubs, SharedServers.temporal().namespace());
            Signals signals = new TemporalSignals(client, "nobody", false);
            signals.tellOpenRun(REF, "gone");
            signals.send(REF, "first", START);
            signals.send(REF, "second", START);
            signals.tellOpenRun(REF, "third");

            List<HistoryEvent> history =
                    client.fetchHistory(REF.workflowId()).getHistory().getEventsList();
            assertThat(history)
                    .extracting(HistoryEvent::getEventType)
                    .containsOnlyOnce(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                    .filteredOn(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED::equals)
                    .hasSize(3);
            WorkflowExecutionDescription run =
                    client.newUntypedWorkflowStub(REF.workflowId()).describe();
            assertThat(run.getWorkflowType()).isEqualTo("ControlPlaneLifecycle");
            assertThat(run.getStaticSummary()).isEqualTo("upgrade default/kcp v1.35.0");
            assertThat(run.getStaticDetails())
                    .contains("some-uid", "kubectl describe kamajicontrolplane --namespace default kcp");
        } finally {
            stubs.shutdownNow();
        }
    }

    @Test
    void searchAttributesAreSetWhenRegisteredAndLeftOutWhenTheServerHasLostThem() throws SignalFailedException {
        TemporalServerOptions registered = TemporalServerOptions.plain();
        for (var key : SearchAttributeKeys.ALL) {
            registered = registered.withSearchAttribute(key.getName(), "Keyword");
        }
        try (TemporalServer server = TemporalServer.start(registered)) {
            WorkflowServiceStubs stubs = stubs(server.address());
            try {
                WorkflowClient client = client(stubs, server.namespace());
                new TemporalSignals(client, "nobody", true).send(REF, "first", START);
                WorkflowStub run = client.newUntypedWorkflowStub(REF.workflowId());
                var attributes = run.describe().getTypedSearchAttributes();
                assertThat(SearchAttributeKeys.ALL.stream().map(attributes::get))
                        .containsExactly("default", "kcp", "cluster", "v1.35.0", "store", "upgrade");
                theLongestTextsAreTaken(client);
            } finally {
                stubs.shutdownNow();
            }
        }
        WorkflowServiceStubs stubs = stubs(SharedServers.temporal().address());
        try {
            WorkflowClient client = client(stubs, SharedServers.temporal().namespace());
            ClusterRef other = new ClusterRef(REF.instance(), "default", "other");
            Signals signals = new TemporalSignals(client, "nobody", true);
            signals.send(other, "first", START);
            signals.send(other, "second", START);
            var attributes =
                    client.newUntypedWorkflowStub(other.workflowId()).describe().getTypedSearchAttributes();
            assertThat(SearchAttributeKeys.ALL.stream().map(attributes::get)).containsOnlyNulls();
        } finally {
            stubs.shutdownNow();
        }
    }

    /** What nobody bounds must not keep a cluster from its run, nor all others from their attributes. */
    private static void theLongestTextsAreTaken(WorkflowClient client) throws SignalFailedException {
        ClusterRef longest = new ClusterRef(REF.instance(), "n".repeat(63), "k".repeat(253));
        new TemporalSignals(client, "nobody", true)
                .send(
                        longest,
                        "first",
                        new Start("uid", "v" + "1".repeat(200), "c".repeat(253), "s".repeat(3000), Purpose.UPGRADE));
        var run = client.newUntypedWorkflowStub(longest.workflowId()).describe();
        assertThat(run.getTypedSearchAttributes().get(SearchAttributeKeys.DATA_STORE))
                .isEqualTo("s".repeat(255));
        assertThat(run.getStaticSummary()).startsWith("upgrade nnn").hasSizeLessThanOrEqualTo(160);
    }

    @Test
    void aServerThatIsAwayIsSaidInOneLine() {
        WorkflowServiceStubs stubs = stubs("127.0.0.1:" + Ports.free());
        try {
            Signals signals = new TemporalSignals(client(stubs, "default"), "nobody", false);
            assertThatThrownBy(() -> signals.send(REF, "first", START))
                    .isInstanceOf(SignalFailedException.class)
                    .hasMessageContaining("UNAVAILABLE");
            assertThatThrownBy(() -> signals.tellOpenRun(REF, "gone")).isInstanceOf(SignalFailedException.class);
        } finally {
            stubs.shutdownNow();
        }
    }

    private static WorkflowServiceStubs stubs(String address) {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setRpcRetryOptions(RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                        .setExpiration(Duration.ofSeconds(1))
                        .build())
                .build());
    }

    private static WorkflowClient client(WorkflowServiceStubs stubs, String namespace) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(Payloads.converter())
                        .build());
    }
}
