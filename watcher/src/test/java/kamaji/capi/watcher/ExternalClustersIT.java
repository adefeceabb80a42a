// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.watcher.signals.FakeSignals.Sent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TenantControlPlanes on a second API server. */
class ExternalClustersIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final KubernetesServer HERE = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesServer AWAY = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient CLIENT = HERE.adminClient();
    private static final KubernetesClient THERE = AWAY.adminClient();

    @BeforeAll
    static void crds() {
        HERE.applyCrds(ClusterFixture.OUR_CRDS);
        HERE.applyCrds(ClusterFixture.OTHER_CRDS.resolve("clusters.yaml"));
        AWAY.applyCrds(ClusterFixture.OTHER_CRDS);
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        THERE.close();
        HERE.close();
        AWAY.close();
    }

    @Test
    void whatHappensThereIsNoticedAndItIsWatchedAsLongAsItIsUsed() throws IOException {
        String namespace = HERE.freshNamespace("use");
        String there = AWAY.freshNamespace("tenants");
        ClusterFixture clusters = new ClusterFixture(CLIENT, namespace);
        secret(namespace, "away", kubeconfig());
        String name = referring(clusters, "one", there);
        try (WatcherFixture fixture = started(namespace)) {
            await().atMost(LONG)
                    .until(() -> hints(fixture, namespace, "one").stream()
                            .anyMatch(hint -> hint.contains("APPLY_TENANT_CONTROL_PLANE")));
            long before = fixture.signals.to(namespace, "one").size();

            tenant(there, "kcp-nobody");
            tenant(there, name);
            status(there, name, "{\"controlPlaneEndpoint\":\"192.0.2.20:6443\"}");
            await().atMost(LONG)
                    .until(() -> fixture.signals.to(namespace, "one").size() > before);
            assertThat(tenantWatches(fixture)).isEqualTo(2); // here, where Kamaji is missing, and there

            clusters.delete(References.CONTROL_PLANES, "one");
            await().atMost(LONG).until(() -> tenantWatches(fixture) == 1);
            assertThat(fixture.watcher.alive()).isTrue();
        }
    }

    @Test
    void aSecretThatIsCorrectedIsNoticedWithoutRestart() throws IOException {
        String namespace = HERE.freshNamespace("secret");
        String there = AWAY.freshNamespace("tenants");
        ClusterFixture clusters = new ClusterFixture(CLIENT, namespace);
        referring(clusters, "one", there);
        try (WatcherFixture fixture = started(namespace)) {
            await().atMost(LONG).until(() -> count(fixture, namespace, "one", "Blocked") == 1);
            secret(namespace, "away", "nonsense");
            await().atMost(LONG).until(() -> count(fixture, namespace, "one", "Blocked") == 2);
            secret(namespace, "away", kubeconfig().replaceAll("server: .*", "server: https://127.0.0.1:1"));
            await().atMost(LONG).until(() -> count(fixture, namespace, "one", "waits") == 1);
            secret(namespace, "away", kubeconfig());
            await().atMost(LONG).until(() -> count(fixture, namespace, "one", "due") == 1);
        }
    }

    @Test
    void aClusterThatNeverAnswersHoldsUpNoOtherAndOneThatComesBackIsTold() throws IOException {
        String namespace = HERE.freshNamespace("dead");
        ClusterFixture clusters = new ClusterFixture(CLIENT, namespace);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KubernetesServer other = KubernetesServer.start(KubernetesServerOptions.plain());
                WatcherFixture fixture = started(namespace)) {
            other.applyCrds(ClusterFixture.OTHER_CRDS);
            String there = other.freshNamespace("tenants");
            secret(
                    namespace,
                    "silent",
                    kubeconfig().replaceAll("server: .*", "server: https://127.0.0.1:" + silent.getLocalPort()));
            secret(namespace, "away", Files.readString(other.kubeconfig()));
            refer(clusters, "dead", there, "silent");
            referring(clusters, "well", there);

            await().atMost(LONG).until(() -> count(fixture, namespace, "well", "due") == 1);
            await().atMost(LONG).until(() -> count(fixture, namespace, "dead", "waits") == 1);

            other.kill();
            await().atMost(LONG).until(() -> count(fixture, namespace, "well", "waits") == 1);
            other.restart();
            await().atMost(LONG).until(() -> count(fixture, namespace, "well", "due") == 2);
        }
    }

    private static WatcherFixture started(String namespace) {
        return WatcherFixture.start(CLIENT, WatcherFixture.options(namespace)).synced();
    }

    private static List<String> hints(WatcherFixture fixture, String namespace, String name) {
        return fixture.signals.to(namespace, name).stream().map(Sent::hint).toList();
    }

    private static long count(WatcherFixture fixture, String namespace, String name, String begin) {
        return hints(fixture, namespace, name).stream()
                .filter(hint -> hint.startsWith(begin))
                .count();
    }

    private static long tenantWatches(WatcherFixture fixture) {
        return fixture.watcher.kinds().stream()
                .filter(kind -> kind.kind().equals(TenantControlPlaneView.KIND))
                .count();
    }

    /** Returns the name that the TenantControlPlane is to have. */
    private static String referring(ClusterFixture clusters, String name, String there) {
        return refer(clusters, name, there, "away");
    }

    private static String refer(ClusterFixture clusters, String name, String there, String secret) {
        clusters.cluster(name, "");
        GenericKubernetesResource made = clusters.controlPlane(name, """
                deployment:
                  externalClusterReference:
                    {deploymentNamespace: %s, kubeconfigSecretName: %s, kubeconfigSecretKey: config}
                """.formatted(there, secret));
        clusters.own(name);
        return "kcp-" + made.getMetadata().getUid();
    }

    private static String kubeconfig() throws IOException {
        return Files.readString(AWAY.kubeconfig());
    }

    private static void secret(String namespace, String name, String kubeconfig) {
        CLIENT.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withData(Map.of(
                                "config",
                                Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8))))
                        .build())
                .serverSideApply();
    }

    private static void tenant(String namespace, String name) {
        THERE.resource(Serialization.unmarshal("""
                        apiVersion: kamaji.clastix.io/v1alpha1
                        kind: TenantControlPlane
                        metadata: {namespace: %s, name: %s}
                        spec:
                          kubernetes: {version: v1.35.0, kubelet: {}}
                          controlPlane: {deployment: {}, service: {serviceType: ClusterIP}}
                          networkProfile: {}
                        """.formatted(namespace, name), GenericKubernetesResource.class))
                .create();
    }

    private static void status(String namespace, String name, String status) {
        THERE.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
    }
}
