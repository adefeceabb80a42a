// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded histories, read as a person is shown them. */
class EpisodeTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("checkout.root"), "workflows/src/test/resources/histories");

    static Episode episode(String story) throws IOException {
        return Episode.of(
                WorkflowExecutionHistory.fromJson(Files.readString(FOLDER.resolve(story + "-1.0.0.json")), "a-run"));
    }

    @ParameterizedTest
    @CsvSource({
        "provision, provision, Converged",
        "upgrade, upgrade, Converged",
        "scale, scale, Converged",
        "sleep, sleep, Converged",
        "delete, delete, Gone",
        "pause, pause, Paused",
        "refused, provision, Blocked",
    })
    void kindAndOutcome(String story, String kind, String outcome) throws IOException {
        Episode episode = episode(story);

        assertThat(episode.kind()).isEqualTo(kind);
        assertThat(episode.outcome()).isEqualTo(outcome);
        assertThat(episode.ended()).isNotNull();
    }

    @Test
    void aStepThatBecameLoudIsThereTwiceWithItsAttemptsAndItsFailure() throws IOException {
        List<Episode.Step> steps = episode("webhook-unreachable").steps().stream()
                .filter(step -> step.name().equals("ApplyTenantControlPlane"))
                .toList();

        assertThat(steps)
                .extracting(Episode.Step::result, Episode.Step::attempts, Episode.Step::message)
                .containsExactly(
                        tuple("failed", 1, "ApplyTenantControlPlane went wrong"),
                        tuple("ok", 3, "ApplyTenantControlPlane went wrong"));
        assertThat(steps.get(1).took()).isNotNull().hasSeconds(3);
    }

    @Test
    void waitsAreThereWithTheirCauseAndWhatEndedThem() throws IOException {
        assertThat(episode("provision").steps())
                .filteredOn(step -> step.name().equals(Episode.Step.WAIT))
                .isNotEmpty()
                .allSatisfy(step -> {
                    assertThat(step.message()).isNotBlank();
                    assertThat(step.result()).isIn("change", "time");
                });
    }

    @Test
    void aHistoryWithoutItsEndIsUnderWayAndSaysWhenItLooksAgain() throws IOException {
        WorkflowExecutionHistory whole = WorkflowExecutionHistory.fromJson(
                Files.readString(FOLDER.resolve("webhook-unreachable-1.0.0.json")), "a-run");
        WorkflowExecutionHistory begun = new WorkflowExecutionHistory(
                io.temporal.api.history.v1.History.newBuilder()
                        .addAllEvents(whole.getEvents().subList(0, 16))
                        .build(),
                "a-run");

        Episode episode = Episode.of(begun);

        assertThat(episode.outcome()).isEqualTo("Running");
        assertThat(episode.ended()).isNull();
        assertThat(episode.looksAgain()).isEqualTo("2026-11-22T17:52:53.221438976Z");
    }
}
