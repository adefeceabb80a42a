// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.access.Attempt;
import kamaji.capi.activities.access.VerifyAccess;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.servers.Ports;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The Secrets for Cluster API and what the tenant API server says to them. */
class CredentialsIT {
    private static final Attempt FIRST = new Attempt(1, true, Duration.ZERO);
    private static final Attempt LATE = new Attempt(40, false, Duration.ofSeconds(31));

    @Test
    void aKeyThatIsMissingAtTheSourceIsNamed() {
        try (Bench bench = ready("key", "kubeconfig")) {
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "key",
                    "{metadata: {annotations: {kamaji.clastix.io/kubeconfig-secret-key: admin.svc}}}");

            assertThat(StepFailures.messageOf(
                            Failure.Kind.WAIT_FOR_CHANGE, () -> bench.activities.issueCredentials(bench.target())))
                    .contains("key-admin-kubeconfig", "admin.svc");
        }
    }

    @Test
    void anOlderKamajiWithoutSuperAdminHasItsAdminPublishedUntilItIsUpgraded() {
        try (Bench bench = ready("super", "kubeconfig")) {
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "super",
                    "{metadata: {annotations: {kamaji.clastix.io/kubeconfig-secret-key: super-admin.conf}}}");

            assertThat(bench.activities.issueCredentials(bench.target()).kubeconfig())
                    .isEqualTo(State.CURRENT);
            assertThat(value(bench, "super-kubeconfig")).isEqualTo("kubeconfig");
            assertThat(bench.observe().credentials().published()).isTrue();

            bench.kamajiSecret(
                    "super-admin-kubeconfig", Map.of("admin.conf", "kubeconfig", "super-admin.conf", "super"));
            bench.patchStatus(Bench.TENANTS, "super", "{status: {kubeconfig: {admin: {checksum: kc-2}}}}");
            bench.activities.issueCredentials(bench.target());
            assertThat(value(bench, "super-kubeconfig")).isEqualTo("super");
        }
    }

    private static String value(Bench bench, String name) {
        String encoded = Objects.requireNonNull(bench.secret(name)).getData().get("value");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Trap 11: workers cannot join by a CA Secret without its key, although they do not use it. */
    @Test
    void aCaWithoutItsPrivateKeyIsNotPublishedAsACopy() {
        try (Bench bench = Bench.withCluster("keyless", "other")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.kamajiIsReady("kubeconfig");
            bench.kamajiSecret("keyless-ca", Map.of("ca.crt", "certificate", "ca.key", "", "tls.crt", "certificate"));

            assertThat(StepFailures.messageOf(
                            Failure.Kind.WAIT_FOR_CHANGE, () -> bench.activities.issueCredentials(bench.target())))
                    .contains("keyless-ca", "ca.key");
            assertThat(bench.secret("other-ca")).isNull();

            bench.kamajiSecret(
                    "keyless-ca", Map.of("ca.crt", "certificate", "ca.key", "key", "tls.crt", "certificate"));
            bench.activities.issueCredentials(bench.target());
            assertThat(Objects.requireNonNull(bench.secret("other-ca")).getData())
                    .containsOnlyKeys("tls.crt", "tls.key");
        }
    }

    @Test
    void aSourceThatIsMissingIsWaitedFor() {
        try (Bench bench = ready("source", "kubeconfig")) {
            bench.admin
                    .secrets()
                    .inNamespace(bench.namespace)
                    .withName("source-ca")
                    .delete();

            assertThat(StepFailures.messageOf(
                            Failure.Kind.RETRY, () -> bench.activities.issueCredentials(bench.target())))
                    .contains("source-ca");
        }
    }

    @Test
    void aSecretOfAnotherTypeIsLeftAlone() {
        try (Bench bench = ready("mine", "kubeconfig")) {
            bench.kamajiSecret("mine-kubeconfig", Map.of("value", "made by a person"));
            String before = version(bench, "mine-kubeconfig");

            Credentials issued = bench.activities.issueCredentials(bench.target());

            assertThat(issued).isEqualTo(new Credentials(State.FOREIGN, State.CURRENT));
            assertThat(version(bench, "mine-kubeconfig")).isEqualTo(before);
        }
    }

    @Test
    void aSecretOfAnotherTypeWithoutAKubeconfigIsNamedWithItsKey() {
        try (Bench bench = ready("keyless", "kubeconfig")) {
            bench.kamajiSecret("keyless-kubeconfig", Map.of("config", "made by a person"));
            bench.activities.issueCredentials(bench.target());

            StepFailure failure = refused(bench, AccessCheck.BEST_EFFORT, FIRST);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.WAIT_FOR_CHANGE);
            assertThat(failure.message()).contains("Secret keyless-kubeconfig has no key value");
        }
    }

    @Test
    void whatSomebodyChangedOrDeletedIsPutRightWithoutTouchingMore() {
        try (Bench bench = ready("repair", "kubeconfig")) {
            bench.activities.issueCredentials(bench.target());
            bench.admin
                    .secrets()
                    .inNamespace(bench.namespace)
                    .withName("repair-kubeconfig")
                    .edit(secret -> new SecretBuilder(secret)
                            .addToData("value", "Y2hhbmdlZA==")
                            .addToData("extra", "bWluZQ==")
                            .build());
            assertThat(bench.observe().credentials().kubeconfig()).isEqualTo(State.STALE);

            assertThat(bench.writes(() -> bench.activities.issueCredentials(bench.target())))
                    .containsExactly("patch secrets");

            Secret repaired = Objects.requireNonNull(bench.secret("repair-kubeconfig"));
            assertThat(repaired.getData()).containsKeys("value", "extra").doesNotContainEntry("value", "Y2hhbmdlZA==");
            assertThat(bench.observe().credentials().published()).isTrue();
            bench.admin.resource(repaired).delete();
            assertThat(bench.observe().credentials().kubeconfig()).isEqualTo(State.MISSING);
            assertThat(bench.activities.issueCredentials(bench.target()).published())
                    .isTrue();
        }
    }

    @Test
    void newContentAtTheSourceIsPublished() {
        try (Bench bench = ready("rotate", "old")) {
            bench.activities.issueCredentials(bench.target());
            bench.kamajiSecret("rotate-admin-kubeconfig", Map.of("admin.conf", "new"));
            bench.patchStatus(Bench.TENANTS, "rotate", "{status: {kubeconfig: {admin: {checksum: kc-2}}}}");

            assertThat(bench.observe().credentials().kubeconfig()).isEqualTo(State.STALE);
            assertThat(bench.activities.issueCredentials(bench.target()).kubeconfig())
                    .isEqualTo(State.CURRENT);
            assertThat(Objects.requireNonNull(bench.secret("rotate-kubeconfig")).getData())
                    .containsEntry("value", "bmV3");
        }
    }

    @Test
    void aForbiddenAdministratorIsAskedAgainUntilHeMay() {
        try (Bench bench = new Published("forbidden").bench) {
            String token = Administrators.unboundToken(bench);
            bench.kamajiIsReady(Bench.server().kubeconfigFor(token));
            bench.activities.issueCredentials(bench.target());

            StepFailure failure = refused(bench, AccessCheck.BEST_EFFORT, LATE);

            assertThat(failure.kind()).isEqualTo(Failure.Kind.RETRY);
            assertThat(failure.message())
                    .isEqualTo("the tenant API server does not let the published kubeconfig in yet (403):"
                            + " Kamaji is still binding its administrator role");
            Administrators.bind(bench);
            Awaitility.await()
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(verify(bench, AccessCheck.REQUIRED)
                                    .run(bench.target(), FIRST)
                                    .verdict())
                            .isEqualTo(Access.Verdict.ALLOWED));
        }
    }

    @Test
    void anAddressThatDoesNotAnswerHoldsBackAsLongAsTheModeSays() {
        try (Bench bench = ready("dark", unreachable())) {
            bench.activities.issueCredentials(bench.target());

            assertThat(refused(bench, AccessCheck.BEST_EFFORT, FIRST).kind()).isEqualTo(Failure.Kind.RETRY);
            assertThat(refused(bench, AccessCheck.REQUIRED, LATE).message())
                    .contains("does not answer from the management cluster");
            assertThat(verify(bench, AccessCheck.BEST_EFFORT)
                            .run(bench.target(), LATE)
                            .verdict())
                    .isEqualTo(Access.Verdict.UNREACHABLE);
            assertThat(verify(bench, AccessCheck.OFF).run(bench.target(), FIRST).verdict())
                    .isEqualTo(Access.Verdict.SKIPPED);
        }
    }

    @Test
    void anAddressThatOnlyAnswersInsideCountsAfterAWhile() {
        try (Bench bench = ready("inside", unreachable())) {
            String inside = Bench.server().kubeconfigFor(Administrators.token(bench));
            bench.kamajiSecret("inside-admin-kubeconfig", Map.of("admin.conf", unreachable(), "admin.svc", inside));
            bench.activities.issueCredentials(bench.target());

            Awaitility.await()
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(verify(bench, AccessCheck.REQUIRED)
                                    .run(bench.target(), LATE)
                                    .verdict())
                            .isEqualTo(Access.Verdict.ALLOWED));
        }
    }

    private static String unreachable() {
        return Bench.server()
                .kubeconfigFor("token")
                .replaceFirst("https://127.0.0.1:\\d+", "https://127.0.0.1:" + Ports.free());
    }

    private static StepFailure refused(Bench bench, AccessCheck mode, Attempt attempt) {
        StepFailure failure = Assertions.catchThrowableOfType(
                StepFailure.class, () -> verify(bench, mode).run(bench.target(), attempt));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static VerifyAccess verify(Bench bench, AccessCheck mode) {
        KubernetesApi api = new KubernetesApi(bench.provider);
        return new VerifyAccess(
                new LiveObjects(
                        api,
                        new ServedKinds(bench.provider),
                        InfrastructureKinds.builtIn(),
                        List.of(),
                        ExternalGates.OFF),
                api,
                mode);
    }

    private static Bench ready(String name, String kubeconfig) {
        Bench bench = new Published(name).bench;
        bench.kamajiIsReady(kubeconfig);
        return bench;
    }

    private static String version(Bench bench, String name) {
        return Objects.requireNonNull(bench.secret(name)).getMetadata().getResourceVersion();
    }

    /** A bench whose TenantControlPlane exists. */
    private static final class Published {
        private final Bench bench;

        Published(String name) {
            this.bench = Bench.withCluster(name, name);
            bench.activities.applyTenantControlPlane(bench.target());
        }
    }
}
