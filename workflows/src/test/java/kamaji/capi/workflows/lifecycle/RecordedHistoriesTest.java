// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a recorded run did, this version of the workflow would have done too. */
class RecordedHistoriesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("checkout.root"), "workflows/src/test/resources/histories");
    private static final TestWorkflowEnvironment ENVIRONMENT =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .build());
    private static final Worker WORKER = ENVIRONMENT.newWorker("replay");

    private static final Logger LOG = LoggerFactory.getLogger(RecordedHistoriesTest.class);

    @BeforeAll
    static void register() {
        WORKER.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
    }

    @AfterAll
    static void close() {
        ENVIRONMENT.close();
    }

    static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyStoryIsRecorded() throws IOException {
        assertThat(histories())
                .extracting(file -> file.getFileName().toString().replaceAll("-[0-9][^-]*\\.json$", ""))
                .contains(
                        "provision",
                        "scale",
                        "sleep",
                        "wake",
                        "upgrade",
                        "upgrade-in-hops",
                        "upgrade-asleep",
                        "upgrade-corrected",
                        "upgrade-refused",
                        "downgrade-refused",
                        "pause-in-an-upgrade",
                        "unpause-in-an-upgrade",
                        "pause-in-a-deletion",
                        "secrets-lost",
                        "tenant-lost",
                        "address-changed",
                        "address-adopted",
                        "data-store-missing",
                        "migrate",
                        "external-cluster",
                        "delete-with-workers",
                        "force-release",
                        "moved",
                        "restore",
                        "delete",
                        "rotate",
                        "rotate-authority",
                        "rotate-while-failing",
                        "pause",
                        "refused",
                        "webhook-unreachable",
                        "access-forbidden",
                        "deleted-while-failing",
                        "conflict");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void replays(Path file) throws IOException {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

        assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(history, WORKER))
                .as(
                        "%s was recorded by a released version and no longer replays. Open runs would fail after an update:"
                                + " put the change behind Workflow.getVersion, or let only new facts reach it;"
                                + " never record the file again (docs/developing.md, Histories)",
                        file.getFileName())
                .doesNotThrowAnyException();
    }

    /** Budget of a story: what one cluster may cost Temporal. The figures are printed for the docs. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void isSmall(Path file) throws IOException {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));
        int bytes = history.getEvents().stream()
                .mapToInt(HistoryEvent::getSerializedSize)
                .sum();

        LOG.info(
                "history={} events={} bytes={}",
                file.getFileName(),
                history.getEvents().size(),
                bytes);
        assertThat(history.getEvents()).hasSizeLessThanOrEqualTo(100);
        assertThat(bytes).isLessThanOrEqualTo(40_000);
    }
}
