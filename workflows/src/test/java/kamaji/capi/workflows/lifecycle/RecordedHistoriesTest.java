// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.ClusterRef;
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
    private static final Worker CHANGED = ENVIRONMENT.newWorker("changed");

    @BeforeAll
    static void register() {
        WORKER.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
        CHANGED.registerWorkflowImplementationTypes(ChangedLifecycle.class);
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

    private static String story(Path file) {
        return file.getFileName().toString().replaceAll("-[0-9][^-]*\\.json$", "");
    }

    @Test
    void everyStoryIsRecorded() throws IOException {
        assertThat(histories())
                .as("record a new story with workflows/record-histories RELEASE; what is there stays as it is")
                .extracting(RecordedHistoriesTest::story)
                .containsAll(RecordHistories.stories().keySet());
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

    private static int bytes(WorkflowExecutionHistory history) {
        return history.getEvents().stream()
                .mapToInt(HistoryEvent::getSerializedSize)
                .sum();
    }

    /** Budget of a story: what one cluster may cost Temporal. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void isSmall(Path file) throws IOException {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

        assertThat(history.getEvents()).hasSizeLessThanOrEqualTo(100);
        assertThat(bytes(history)).isLessThanOrEqualTo(40_000);
    }

    @Test
    void theSizesAreToldInTheDocs() throws IOException {
        StringBuilder table = new StringBuilder("| story | events | bytes |\n|---|---|---|\n");
        for (Path file : histories()) {
            WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));
            table.append("| %s | %d | %d |\n"
                    .formatted(
                            file.getFileName().toString().replace(".json", ""),
                            history.getEvents().size(),
                            bytes(history)));
        }

        assertThat(Files.readString(Path.of(System.getProperty("checkout.root"), "docs/resilience.md")))
                .as("put this table into docs/resilience.md, Histories:%n%s", table)
                .contains(table);
    }

    /** What a change would be that runs which are open during an update do not survive: another command comes first. */
    public static final class ChangedLifecycle implements ControlPlaneLifecycle {
        private final DurableControlPlaneLifecycle unchanged;

        @WorkflowInit
        public ChangedLifecycle(ClusterRef ref) {
            this.unchanged = new DurableControlPlaneLifecycle(ref);
        }

        @Override
        public Result run(ClusterRef ref) {
            Workflow.newTimer(Duration.ofMillis(10)).get();
            return unchanged.run(ref);
        }

        @Override
        public void changed(String hint) {
            unchanged.changed(hint);
        }

        @Override
        public Description reconcileNow() {
            return unchanged.reconcileNow();
        }

        @Override
        public Description describe() {
            return unchanged.describe();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void aChangeThatOpenRunsDoNotSurviveIsFound(Path file) throws IOException {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, CHANGED))
                .hasStackTraceContaining("NonDeterministicException");
    }
}
