// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import kamaji.capi.workflows.status.VersionCount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusPatchTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Condition READY = new Condition("KamajiControlPlaneIsReady", "True", "Succeeded", "", 7);
    private static final Condition PAUSED = new Condition("Paused", "False", "NotPaused", "", 7);
    private static final StatusReport FULL = new StatusReport(
            false,
            true,
            true,
            "v1.33.1",
            List.of(new VersionCount("v1.33.1", 2)),
            new StatusReport.ReplicaCounters(2, 2, 1, 2),
            "a=b",
            List.of(READY, PAUSED),
            new Settled("0123456789abcdef", "Converged"),
            new UpgradePlan("v1.33.1", "v1.35.0", List.of("v1.34.0", "v1.35.0"), "v1.34.0"));
    private static final StatusReport EMPTY =
            new StatusReport(false, false, false, "", List.of(), null, null, List.of(PAUSED), null, null);

    @Test
    void aReportIsReadBackAsItWasWritten() {
        for (StatusReport report : List.of(FULL, EMPTY)) {
            GenericKubernetesResource written = written(Map.of(), report, NOON);

            assertThat(LiveStatus.of(written).report()).isEqualTo(report);
            assertThat(LiveStatus.of(written).report().hash()).isEqualTo(report.hash());
        }
    }

    @Test
    void aReportThatStandsAlreadyIsNotWrittenAgain() {
        GenericKubernetesResource written = written(Map.of(), FULL, NOON);

        assertThat(StatusPatch.of(written, FULL, LATER).isEmpty()).isTrue();
    }

    @Test
    void anEmptyReportClearsWhatAFullOneSaid() {
        GenericKubernetesResource written = written(Map.of(), FULL, NOON);

        assertThat(LiveStatus.of(written(status(written), EMPTY, LATER)).report())
                .isEqualTo(EMPTY);
    }

    /** Trap 8: a failure reason stays in the Cluster for ever. */
    @Test
    void theFieldsOfBothApiVersionsAreWrittenAndNeverThoseOfATerminalFailure() {
        Map<String, Object> status = status(written(Map.of("failureReason", "old"), FULL, NOON));

        assertThat(status)
                .containsEntry("initialized", true)
                .containsEntry("initialization", Map.of("controlPlaneInitialized", true))
                .containsEntry("externalManagedControlPlane", true)
                .containsEntry("unavailableReplicas", 1)
                .containsEntry("upToDateReplicas", 2)
                .containsEntry("updatedReplicas", 2)
                .containsEntry("failureReason", "old");
        assertThat(StatusPatch.of(resource(Map.of()), FULL, NOON).fields())
                .doesNotContainKeys("failureReason", "failureMessage");
    }

    @Test
    void conditionsOfOthersStayAndDuplicatesAndOwnOnesThatAreNoLongerReportedGo() {
        Map<String, Object> status = Map.of(
                "conditions",
                List.of(
                        condition("Theirs", "True", "2020-01-01T00:00:00Z"),
                        condition("Theirs", "False", "2021-01-01T00:00:00Z"),
                        condition("InfrastructureClusterPatched", "True", "2020-01-01T00:00:00Z"),
                        condition("Paused", "False", "2020-01-01T00:00:00Z"),
                        condition("KamajiControlPlaneIsReady", "False", "2020-01-01T00:00:00Z")));

        List<?> conditions = (List<?>)
                Objects.requireNonNull(status(written(status, FULL, NOON)).get("conditions"));

        assertThat(conditions)
                .extracting(condition -> typeStatusTime((Map<?, ?>) condition))
                .containsExactly(
                        "Theirs True 2020-01-01T00:00:00Z",
                        "Paused False 2020-01-01T00:00:00Z",
                        "KamajiControlPlaneIsReady True 2026-01-01T12:00:00Z");
    }

    @Test
    void aPartialReportTouchesItsConditionsAndWhatIsSettledOnly() {
        GenericKubernetesResource written = written(Map.of(), FULL, NOON);
        Condition paused = new Condition("Paused", "True", "Paused", "", 8);
        StatusReport partial =
                new StatusReport(true, false, false, "", List.of(), null, null, List.of(paused), null, null);

        assertThat(StatusPatch.of(written, partial, LATER).fields()).containsOnlyKeys("conditions", "settled");
        StatusReport after =
                LiveStatus.of(written(status(written), partial, LATER)).report();
        assertThat(after.conditions()).containsExactly(READY, paused);
        assertThat(after.settled()).isNull();
        assertThat(after.initialized()).isTrue();
    }

    @Test
    void aStatusThatMakesNoSenseReadsAsEmpty() {
        LiveStatus status = LiveStatus.of(resource(Map.of("ready", List.of("no"), "conditions", "none")));

        assertThat(status.initialized()).isFalse();
        assertThat(status.settled()).isNull();
        assertThat(status.report().conditions()).isEmpty();
    }

    private static String typeStatusTime(Map<?, ?> condition) {
        return condition.get("type") + " " + condition.get("status") + " " + condition.get("lastTransitionTime");
    }

    private static Map<String, Object> condition(String type, String status, String time) {
        return Map.of("type", type, "status", status, "reason", "R", "message", "", "lastTransitionTime", time);
    }

    /** What an API server makes of a merge patch, for a status: fields are replaced, null removes. */
    private static GenericKubernetesResource written(Map<String, Object> before, StatusReport report, Instant now) {
        Map<String, @Nullable Object> after = new TreeMap<>(before);
        StatusPatch.of(resource(before), report, now).fields().forEach((field, value) -> {
            if (value == null) {
                after.remove(field);
            } else {
                after.put(field, value);
            }
        });
        return resource(after);
    }

    private static GenericKubernetesResource resource(Map<String, ? extends @Nullable Object> status) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("metadata", Map.of("name", "a"));
        object.put("status", status);
        return new ObjectMapper().convertValue(object, GenericKubernetesResource.class);
    }

    @SuppressWarnings("unchecked") // a status is an object
    private static Map<String, Object> status(GenericKubernetesResource resource) {
        return (Map<String, Object>)
                Objects.requireNonNull(resource.getAdditionalProperties().get("status"));
    }
}
