// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A TenantControlPlane on another cluster, which may be out of sight for a while. */
class ExternalClusterStoriesTest {
    private static final String FOUND = "FoundExternalReferenceClient";

    private final Story story = new Story();
    private final FakeCluster cluster = story.cluster;

    @BeforeEach
    void provision() {
        cluster.external(null, false);
        story.after(Duration.ofSeconds(2), cluster::address).after(Duration.ofSeconds(4), cluster::run);
        assertThat(story.play().outcome()).isEqualTo("Converged");
    }

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void theConnectionIsTold() {
        assertThat(cluster.told(FOUND).isTrue()).isTrue();
    }

    @Test
    void aClusterThatDoesNotAnswerIsToldAndNothingIsMadeAnew() {
        cluster.external("the cluster does not answer", true);
        story.after(Duration.ofMinutes(3), () -> cluster.external(null, false));
        long applied = cluster.called(Step.APPLY_TENANT_CONTROL_PLANE);

        assertThat(story.play().outcome()).isEqualTo("Converged");

        assertThat(cluster.reports())
                .anySatisfy(report -> assertThat(report.conditions()).anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo(FOUND);
                    assertThat(condition.status()).isEqualTo("False");
                    assertThat(condition.message()).contains("the cluster does not answer");
                }));
        assertThat(cluster.told(FOUND).isTrue()).isTrue();
        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(applied);
    }

    @Test
    void aKubeconfigThatIsMissingBlocksUntilItIsThere() {
        cluster.external("Secret demo/away does not exist", false);
        assertThat(story.play().outcome()).isEqualTo("Blocked");
        assertThat(cluster.told("Available").status()).isEqualTo("Unknown");

        cluster.external(null, false);
        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }

    @Test
    void aDeletionWaitsForTheClusterAndThenDeletesTheTenantControlPlane() {
        cluster.external("the cluster does not answer", true);
        cluster.delete();
        story.after(Duration.ofMinutes(2), () -> cluster.external(null, false))
                .after(Duration.ofMinutes(3), cluster::removed);

        assertThat(story.play().outcome()).isEqualTo("Gone");

        assertThat(cluster.told("Deleting").reason()).isEqualTo("WaitingForTenantControlPlaneDeletion");
        assertThat(cluster.called(Step.DELETE_TENANT_CONTROL_PLANE)).isEqualTo(1);
    }

    @Test
    void aDeletionIsForcedWhereTheClusterIsLost() {
        cluster.external("Secret demo/away does not exist", false);
        cluster.delete();
        assertThat(story.play().outcome()).isEqualTo("Blocked");

        cluster.ending(new Ending(false, "operator: lost", false, null, null));
        Result result = story.play();

        assertThat(result.outcome()).isEqualTo("Gone");
        assertThat(result.cause()).contains("operator: lost");
        assertThat(cluster.called(Step.DELETE_TENANT_CONTROL_PLANE)).isZero();
    }
}
