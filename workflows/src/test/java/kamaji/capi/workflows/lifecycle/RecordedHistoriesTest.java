// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
                        "upgrade",
                        "delete",
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
                .doesNotThrowAnyException();
    }
}
