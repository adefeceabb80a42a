// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.worker.metrics.Metric;
import kamaji.capi.workflows.facts.ClusterRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From kubectl apply to deletion, with one provider process. */
class LifeOfAClusterIT {
    /** Far less than a step goes on being tried. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @SuppressWarnings("NullAway.Init") // started before all
    private static ProviderProcess provider;

    @BeforeAll
    static void start() {
        whole = Whole.start(
                StackOptions.of(Whole.brisk()).withArguments("--instance=" + Whole.INSTANCE, "--zap-log-level=debug"));
        provider = whole.stack.startProvider();
        provider.awaitReady();
    }

    @AfterAll
    static void stop() {
        try {
            whole.everyTransitionWasToldOnce();
        } finally {
            whole.close();
        }
    }

    private String namespace(String prefix) {
        return whole.stack.kubernetes().freshNamespace(prefix);
    }

    @Test
    void theSampleBecomesReadyIsScaledUpgradedAndDeleted() {
        whole.stack.apply(Checkout.here().sample());
        whole.awaitReady("demo", "hello");
        whole.awaitReady("demo", "virtual-control-plane");
        secretsOfBothNamingsAreThere();
        await().atMost(Whole.LONG)
                .until(() ->
                        new ClusterView(whole.cluster("demo", "hello").orElseThrow()).controlPlaneEndpoint() != null);

        assertThat(whole.ktcp("why", "hello", "-n", "demo")).contains("Converged", "nothing", "Workflow");

        whole.edit("demo", "hello", Map.of("replicas", 3));
        await().atMost(Whole.LONG)
                .until(() ->
                        Integer.valueOf(3).equals(whole.status("demo", "hello").readyReplicas()));
        whole.awaitReady("demo", "hello");

        whole.edit("demo", "hello", Map.of("version", "v1.34.2"));
        await().atMost(Whole.LONG)
                .untilAsserted(() ->
                        assertThat(whole.status("demo", "hello").version()).isEqualTo("v1.34.2"));
        whole.awaitReady("demo", "hello");

        whole.deleteCluster("demo", "hello");
        whole.deleteCluster("demo", "virtual");
        whole.awaitGone("demo", "hello");
        whole.awaitGone("demo", "virtual-control-plane");
        await().atMost(Whole.LONG).until(() -> whole.cluster("demo", "hello").isEmpty());
        assertThat(whole.ktcp("history", "hello", "-n", "demo"))
                .contains(
                        "hello (gone)",
                        "provision  Converged",
                        "scale  Converged",
                        "upgrade  Converged",
                        "delete  Gone");
    }

    private void secretsOfBothNamingsAreThere() {
        Secret own = secret("demo", "hello-ca");
        assertThat(own.getType()).isEqualTo("Opaque");
        assertThat(own.getMetadata().getLabels()).containsEntry("cluster.x-k8s.io/cluster-name", "hello");
        assertThat(own.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("TenantControlPlane"));
        Secret copy = secret("demo", "virtual-ca");
        assertThat(copy.getType()).isEqualTo("cluster.x-k8s.io/secret");
        assertThat(copy.getData()).containsOnlyKeys("tls.crt", "tls.key");
        assertThat(copy.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("KamajiControlPlane"));
        assertThat(secret("demo", "virtual-kubeconfig").getData()).containsOnlyKeys("value");
    }

    private static Secret secret(String namespace, String name) {
        Secret secret =
                whole.client().secrets().inNamespace(namespace).withName(name).get();
        assertThat(secret).as(name).isNotNull();
        return secret;
    }

    @Test
    void aProvisionStaysWithinNineWritesAndThirtyEvents() {
        String namespace = namespace("budget");
        long mark = whole.stack.kubernetes().auditLog().size();

        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        assertThat(whole.writesSince(mark))
                .filteredOn(line -> line.namespace().equals(namespace))
                .hasSizeLessThanOrEqualTo(9);
        assertThat(whole.workflows.events(new ClusterRef(Whole.INSTANCE, namespace, "c1")))
                .hasSizeBetween(20, 30);
    }

    @Test
    void metricsHaveTypesAndHelpAndNameNoObject() {
        String namespace = namespace("metrics");
        whole.create(namespace, "scraped-cluster");
        whole.awaitReady(namespace, "scraped-cluster");

        // What is counted after a status was written, and what is asked for every few seconds, comes a moment later.
        await().atMost(Whole.LONG)
                .untilAsserted(() -> assertThat(provider.metrics())
                        .containsPattern("kamaji_provider_time_to_ready_seconds_count [1-9]")
                        .containsPattern("kamaji_provider_control_planes\\{outcome=\"Converged\"} [1-9]")
                        .contains("temporal_request_total"));
        String scraped = provider.metrics();
        for (Metric metric : Metric.values()) {
            assertThat(scraped)
                    .contains("# HELP " + metric.text() + " " + metric.meaning())
                    .contains("# TYPE " + metric.text() + " " + metric.type());
        }
        assertThat(scraped)
                .containsPattern(
                        "kamaji_provider_step_duration_seconds_count\\{result=\"ok\",step=\"IssueCredentials\"} [1-9]")
                .containsPattern(
                        "kamaji_provider_api_requests_total\\{client=\"watches\",code=\"101\",verb=\"watch\"} [1-9]")
                .contains("kamaji_provider_leader 1.0", "jvm_memory_used_bytes")
                .doesNotContain(namespace, "scraped-cluster");
    }

    @Test
    void nothingSecretIsInHistoriesLogsMetricsEventsConditionsOrExports(@TempDir Path folder) throws IOException {
        String namespace = namespace("secret");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        List<String> secrets = new ArrayList<>(Disclosure.parts(secret(namespace, "c1-kubeconfig"), "value"));
        secrets.addAll(Disclosure.parts(secret(namespace, "c1-ca"), "tls.key"));
        secrets.add(Disclosure.plantMarker(whole, namespace));
        assertThat(secrets).hasSizeGreaterThan(3);
        whole.edit(namespace, "c1", Map.of("version", "v1.34.0"));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "Secret c1-kubeconfig");

        String everything = Disclosure.everythingWritten(whole, provider, namespace, folder);

        assertThat(everything).contains("ObserveControlPlane");
        for (String secret : secrets) {
            assertThat(everything)
                    .doesNotContain(secret)
                    .doesNotContain(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** What is in the memory of the process is not written to disk when it runs out of it. */
    @Test
    void noHeapDumpIsMadeByDefault() throws IOException, InterruptedException {
        Path jinfo = Path.of(System.getProperty("java.home"), "bin", "jinfo");
        for (String flag : List.of("HeapDumpOnOutOfMemoryError", "ExitOnOutOfMemoryError")) {
            Process asked = new ProcessBuilder(jinfo.toString(), "-flag", flag, String.valueOf(provider.pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(asked.waitFor()).as(said).isZero();
            assertThat(said.strip()).isEqualTo(flag.startsWith("Heap") ? "-XX:-" + flag : "-XX:+" + flag);
        }
    }

    @Test
    void anUpgradeOverTwoMinorsIsWalkedAndADowngradeRefused() {
        String namespace = namespace("hops");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.edit(namespace, "c1", Map.of("version", "v1.35.2"));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "hop 1 of 2: from v1.33.1 to v1.34.0");
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "hop 2 of 2: from v1.34.0 to v1.35.2");
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");
        assertThat(whole.status(namespace, "c1").versions())
                .singleElement()
                .satisfies(running -> assertThat(running.version()).isEqualTo("v1.35.2"));
        assertThat(whole.status(namespace, "c1").upgrade()).isNull();

        whole.edit(namespace, "c1", Map.of("version", "v1.34.9"));
        whole.awaitCondition(namespace, "c1", "TenantControlPlaneCreated", "False", "v1.34.9");
        assertThat(whole.status(namespace, "c1").version()).isEqualTo("v1.35.2");
    }

    @Test
    void aVersionThatKamajiDoesNotKnowInTheEndStopsAnUpgradeBeforeItsFirstHop() {
        String namespace = namespace("unknown");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.edit(namespace, "c1", Map.of("version", "v1.99.0"));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "v1.99.0 would not be accepted in the end");
        assertThat(whole.tenant(namespace, "c1").orElseThrow().wantedVersion()).isEqualTo("v1.33.1");
        whole.awaitCondition(namespace, "c1", "Available", "True", "");

        whole.edit(namespace, "c1", Map.of("version", "v1.33.1"));
        whole.awaitReady(namespace, "c1");
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");
    }

    @Test
    void aClusterSleepsIsUpgradedAsleepAndWakes() {
        String namespace = namespace("sleep");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.edit(namespace, "c1", Map.of("replicas", 0));
        whole.awaitCondition(namespace, "c1", "Available", "False", "scaled to zero");
        await().atMost(Whole.LONG)
                .untilAsserted(() -> assertThat(whole.status(namespace, "c1").settled())
                        .satisfies(settled -> assertThat(settled == null ? null : settled.result())
                                .isEqualTo("Converged")));

        whole.edit(namespace, "c1", Map.of("version", "v1.35.0"));
        await().atMost(Whole.LONG)
                .untilAsserted(() ->
                        assertThat(whole.status(namespace, "c1").version()).isEqualTo("v1.35.0"));

        whole.edit(namespace, "c1", Map.of("replicas", 1));
        whole.awaitCondition(namespace, "c1", "Available", "True", "");
        whole.awaitReady(namespace, "c1");
    }

    @Test
    void aPublishedSecretThatIsDeletedComesBack() {
        String namespace = namespace("back");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .delete();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> whole.client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName("c1-kubeconfig")
                                .get()
                        != null);
    }

    @Test
    void rotationsOfTheKubeconfigAndOfTheAuthorityAreFollowedAtOnce() {
        String namespace = namespace("rotate");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        whole.awaitCondition(namespace, "c1", "CertificatesAvailable", "True", "kubeconfig expires at 20");

        String before = published(namespace);
        rotate(namespace, "c1-admin-kubeconfig");
        await().atMost(Duration.ofSeconds(10)).until(() -> !published(namespace).equals(before));
        assertThat(published(namespace))
                .isEqualTo(secret(namespace, "c1-admin-kubeconfig").getData().get("admin.conf"));

        String second = published(namespace);
        whole.stack.kamaji().faults().podsNeverReady(true);
        try {
            rotate(namespace, "c1-ca");
            whole.awaitCondition(namespace, "c1", "RollingOut", "True", "");
            await("published before the pods are replaced")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !published(namespace).equals(second));
        } finally {
            whole.stack.kamaji().faults().podsNeverReady(false);
        }
        whole.awaitCondition(namespace, "c1", "Available", "True", "");
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");

        whole.client().secrets().inNamespace(namespace).withName("c1-ca").edit(ca -> {
            ca.getMetadata().getLabels().remove("cluster.x-k8s.io/cluster-name");
            return ca;
        });
        await().atMost(Duration.ofSeconds(10))
                .until(() -> secret(namespace, "c1-ca")
                        .getMetadata()
                        .getLabels()
                        .containsKey("cluster.x-k8s.io/cluster-name"));
    }

    private static String published(String namespace) {
        return Objects.requireNonNull(
                secret(namespace, "c1-kubeconfig").getData().get("value"));
    }

    /** As a person asks Kamaji for it. */
    private static void rotate(String namespace, String name) {
        whole.client().secrets().inNamespace(namespace).withName(name).edit(secret -> {
            secret.getMetadata().getAnnotations().put("certs.kamaji.clastix.io/rotate", "");
            return secret;
        });
    }

    @Test
    void aMigrationToAnotherDataStoreIsFollowedToItsEnd() {
        String namespace = namespace("migrate");
        whole.client().resource(whole.dataStore("gold-" + namespace)).create();
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.stack.kamaji().faults().migrationFails(true);
        whole.edit(namespace, "c1", Map.of("dataStoreName", "gold-" + namespace));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "from DataStore default to DataStore gold");
        whole.awaitCondition(namespace, "c1", "Available", "True", "");
        whole.stack.kamaji().faults().migrationFails(false);
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");
        assertThat(whole.tenant(namespace, "c1").orElseThrow().usedDataStore()).isEqualTo("gold-" + namespace);
    }

    @Test
    void whileTheWebhookIsUnreachablePauseCorrectionAndDeletionAreActedOnAtOnce() {
        String namespace = namespace("webhook");
        whole.stack.kamaji().webhookReachable(false);
        try {
            whole.create(namespace, "c1");
            whole.awaitCondition(namespace, "c1", "TenantControlPlaneCreated", "False", "webhook");

            whole.pause(namespace, "c1", true);
            whole.awaitCondition(AT_ONCE, namespace, "c1", "Paused", "True", "");
            whole.pause(namespace, "c1", false);
            whole.awaitCondition(AT_ONCE, namespace, "c1", "Paused", "False", "");

            whole.edit(namespace, "c1", Map.of("dataStoreName", "missing"));
            whole.awaitCondition(
                    AT_ONCE, namespace, "c1", "DataStoreReady", "False", "DataStore missing does not exist");
            whole.edit(namespace, "c1", Map.of("dataStoreName", "default"));
            whole.awaitCondition(AT_ONCE, namespace, "c1", "DataStoreReady", "True", "");

            long begin = System.nanoTime();
            whole.deleteControlPlane(namespace, "c1");
            whole.awaitGone(namespace, "c1");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        } finally {
            whole.stack.kamaji().webhookReachable(true);
        }
    }
}
