// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
    private static final ClusterRef REF = new ClusterRef("i", "n", "a");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            Available, -, True, Available, Normal Available
            Available, False, True, Available, Normal Available
            Available, True, False, NotAvailable, Warning NotAvailable
            Available, True, False, Sleeping, Normal Sleeping
            Available, True, False, Deleting, -
            Available, True, True, Available, -
            Available, -, False, NotAvailable, -
            KamajiControlPlaneIsInitialized, False, True, Succeeded, Normal Initialized
            Paused, -, True, Paused, Normal Paused
            Paused, True, False, NotPaused, Normal NotPaused
            RollingOut, False, True, RollingOut, Normal RollingOut
            Deleting, False, True, Deleting, Normal Deleting
            DataStoreReady, False, True, Succeeded, -
            AccessVerified, True, Unknown, Skipped, -
            """)
    void onlyWhatComesOrGoesIsTold(
            String type, @Nullable String before, String after, String reason, @Nullable String told) {
        GenericKubernetesResource live = live(type, before);
        StatusReport report = new StatusReport(
                true,
                false,
                false,
                "",
                List.of(),
                null,
                null,
                List.of(new Condition(type, after, reason, "because", 1)),
                null,
                null);

        assertThat(Transitions.between(live, report))
                .map(transition -> event(transition, live))
                .map(event -> event.getType() + " " + event.getReason())
                .isEqualTo(told == null ? List.of() : List.of(told));
    }

    private static Event event(Transitions.Transition transition, GenericKubernetesResource live) {
        Event event = transition.event(REF, live, Instant.EPOCH);
        assertThat(event.getMetadata().getAnnotations().values()).containsExactly("i/n/a");
        assertThat(event.getMessage()).endsWith(": because");
        assertThat(transition.event(REF, live, Instant.now()).getMetadata().getName())
                .isEqualTo(event.getMetadata().getName());
        return event;
    }

    private static GenericKubernetesResource live(String type, @Nullable String status) {
        String conditions = status == null
                ? "[]"
                : "[{type: " + type + ", status: \"" + status
                        + "\", reason: R, message: \"\", lastTransitionTime: \"2020-01-01T00:00:00Z\"}]";
        return Serialization.unmarshal(
                "metadata: {name: a, uid: u, resourceVersion: \"5\"}\nstatus: {conditions: " + conditions + "}",
                GenericKubernetesResource.class);
    }
}
