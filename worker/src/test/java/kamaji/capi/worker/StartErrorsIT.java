// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.servers.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever starts it in the wrong place learns within seconds what is wrong and what to do. */
class StartErrorsIT {
    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.root"));
    private static final Path OUR_CRDS = CHECKOUT.resolve("deploy/crds");
    private static final Path CLUSTER_CRD =
            CHECKOUT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds/clusters.yaml");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private void assertEnds(int code, Map<String, String> variables, String argument, String... text)
            throws IOException, InterruptedException {
        try (PackagedProvider provider = PackagedProvider.run(folder, variables, argument)) {
            assertThat(provider.exitCodeWithin(SECONDS)).as(provider.output()).isEqualTo(code);
            assertThat(provider.output()).contains(text).doesNotContain("\tat ");
        }
    }

    @Test
    void wrongFlag() throws Exception {
        assertEnds(2, Map.of(), "--sync-period=soon", "--sync-period", "'soon'", "10m");
    }

    @Test
    void kubeconfigThatIsNotThere() throws Exception {
        assertEnds(3, Map.of("KUBECONFIG", "/nowhere/kubeconfig"), "--roles=worker", "/nowhere/kubeconfig");
    }

    @Test
    void kubernetesThatDoesNotAnswer() throws Exception {
        String url = "https://127.0.0.1:" + Ports.free();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: a, cluster: {server: "%s"}}]
                users: [{name: a, user: {token: t}}]
                contexts: [{name: a, context: {cluster: a, user: a}}]
                current-context: a
                """.formatted(url));

        assertEnds(3, Map.of("KUBECONFIG", kubeconfig.toString()), "--roles=worker", url, "KUBECONFIG");
    }

    @Test
    void kindsAndPermissionsThatAreMissingOneAfterTheOther() throws Exception {
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain())) {
            Map<String, String> admin = Map.of("KUBECONFIG", server.kubeconfig().toString());
            assertEnds(4, admin, "--roles=worker", "kamajicontrolplanes", "v1alpha2", "kubectl apply -f deploy/crds");

            server.applyCrds(OUR_CRDS);
            assertEnds(4, admin, "--roles=worker", "clusters of cluster.x-k8s.io/v1beta2", "clusterctl init");

            server.applyCrds(CLUSTER_CRD);
            Map<String, String> nobody = Map.of("KUBECONFIG", kubeconfigOfNobody(server));
            assertEnds(
                    5,
                    nobody,
                    "--namespace=tenants",
                    "patch kamajicontrolplanes.controlplane.cluster.x-k8s.io/status in namespace tenants",
                    "list datastores.kamaji.clastix.io cluster-wide",
                    "get namespaces named kube-system",
                    "--instance",
                    "kubectl apply -f deploy/rbac");
        }
    }

    private String kubeconfigOfNobody(KubernetesServer server) throws IOException {
        try (KubernetesClient client = server.adminClient()) {
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName("nobody")
                            .withNamespace("default")
                            .endMetadata()
                            .build())
                    .create();
        }
        String token = server.serviceAccountToken("default", "nobody");
        return Files.writeString(folder.resolve("nobody"), server.kubeconfigFor(token))
                .toString();
    }
}
