// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.status.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New certificates, another data store, limited writes: what Kamaji does to a control plane that runs. */
class RotationStoriesTest extends Stories {
    @Test
    void aRotatedKubeconfigIsPublishedInOneShortRun() {
        int before = provision();
        cluster.rotate("Ready");

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(since(before)).containsExactly("ObserveControlPlane", "IssueCredentials", "ReportStatus");
        assertThat(cluster.told("CertificatesAvailable").message()).endsWith("expires at 2028-01-31T10:00:02Z");
    }

    @Test
    void aRotatedAuthorityIsPublishedBeforeThePodsAreReplaced() {
        int before = provision();
        cluster.rotate("CertificateAuthorityRotating");
        AtomicLong issued = new AtomicLong();
        story.unnoticed(Duration.ofSeconds(11), () -> issued.set(cluster.called(Step.ISSUE_CREDENTIALS)))
                .after(Duration.ofSeconds(20), () -> cluster.roll("Unknown", "v1.33.1", 2))
                .after(Duration.ofSeconds(30), () -> cluster.roll("Ready", "v1.33.1", 2));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(issued).hasValue(2);
        assertThat(told("RollingOut"))
                .containsSubsequence(
                        "Kamaji rotates the certificate authority",
                        "Kamaji replaces or scales the pods of the control plane: see its Deployment",
                        "");
        assertThat(since(before)).containsOnlyOnce("IssueCredentials").doesNotContain("ApplyTenantControlPlane");
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }

    /** Rotation while a step keeps failing: the Secrets are a branch of their own. */
    @Test
    void aRotationIsFollowedWithinASecondWhileAnotherStepKeepsFailing() {
        provision();
        cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
        cluster.scale(3);
        AtomicLong before = new AtomicLong();
        AtomicLong soon = new AtomicLong();
        story.unnoticed(Duration.ofSeconds(19), () -> before.set(cluster.called(Step.ISSUE_CREDENTIALS)))
                .after(Duration.ofSeconds(20), () -> cluster.rotate("Ready"))
                .unnoticed(Duration.ofSeconds(21), () -> soon.set(cluster.called(Step.ISSUE_CREDENTIALS)))
                .unnoticed(Duration.ofSeconds(22), () -> cluster.mend(Step.APPLY_TENANT_CONTROL_PLANE))
                .after(Duration.ofSeconds(90), () -> cluster.roll("Ready", "v1.33.1", 3));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(before).hasValue(1);
        assertThat(soon).hasValue(2);
    }

    @Test
    void aRotationIsFollowedWhileAnUpgradeIsHeldUp() {
        provision();
        cluster.failNext(Step.CHECK_UPGRADE, Failure.Kind.WAIT_FOR_CHANGE, 2);
        cluster.upgrade("v1.35.0");
        story.play();
        cluster.failNext(Step.CHECK_UPGRADE, Failure.Kind.WAIT_FOR_CHANGE, 4);
        cluster.rotate("Ready");

        assertThat(story.play().outcome()).isEqualTo("Blocked");
        assertThat(cluster.called(Step.ISSUE_CREDENTIALS)).isEqualTo(2);
        assertThat(Objects.requireNonNull(cluster.facts().controlPlane()).settled())
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "STALE"})
    void aPublishedSecretThatIsDeletedOrSpoiledComesBack(State state) {
        int before = provision();
        cluster.spoil(state);

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(since(before)).startsWith("ObserveControlPlane", "IssueCredentials");
    }

    @Test
    void aSecretThatSomeoneElseMadeIsReportedAndLeftAlone() {
        int before = provision();
        cluster.spoil(State.FOREIGN);

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(since(before)).containsExactly("ObserveControlPlane", "ReportStatus");
        assertThat(cluster.told("KubeadmResourcesCreated").message())
                .startsWith("Secret c1-kubeconfig is not of type cluster.x-k8s.io/secret");
        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.reports()).as("told once").hasSize(3);
    }

    @Test
    void aMigrationIsFollowedUntilTheNewStoreIsInUse() {
        int before = provision();
        cluster.store("gold");
        story.after(Duration.ofSeconds(12), () -> cluster.roll("Migrating", "v1.33.1", 2))
                .after(Duration.ofMinutes(3), () -> cluster.migrated("Unknown"))
                .after(Duration.ofMinutes(4), () -> cluster.migrated("Ready"));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(told("RollingOut"))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("Kamaji migrates the data from DataStore default to DataStore gold")
                        .contains("refuses writes", "Job migrate-t1"));
        assertThat(since(before)).containsOnlyOnce("ApplyTenantControlPlane").doesNotContain("IssueCredentials");
        assertThat(cluster.told("RollingOut").isTrue()).isFalse();
    }

    /** Kamaji says Ready of the old generation for a moment before the migration begins. */
    @Test
    void aMigrationIsNotOverBeforeItBegan() {
        provision();
        cluster.store("gold");
        story.after(Duration.ofSeconds(12), () -> cluster.roll("Ready", "v1.33.1", 2))
                .after(Duration.ofSeconds(13), () -> cluster.roll("Migrating", "v1.33.1", 2))
                .after(Duration.ofMinutes(1), () -> cluster.migrated("Ready"));

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(Objects.requireNonNull(cluster.facts().tenant()).dataStore()).isEqualTo("gold");
    }

    @Test
    void limitedWritesAreToldAndAreNoTrouble() {
        provision();
        cluster.roll("WriteLimited", "v1.33.1", 2);

        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").isTrue()).isTrue();
        assertThat(cluster.told("Available").message()).contains("spec.writePermissions");
        assertThat(cluster.told("RollingOut").isTrue()).isFalse();

        cluster.roll("Ready", "v1.33.1", 2);
        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        assertThat(cluster.told("Available").message()).isEmpty();
    }

    private List<String> told(String type) {
        return cluster.reports().stream()
                .flatMap(report -> report.conditions().stream())
                .filter(condition -> condition.type().equals(type))
                .map(Condition::message)
                .toList();
    }
}
