// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.Ports;
import kamaji.capi.servers.SharedServers;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.servers.TemporalServerOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalAwayIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.root"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void kindsAreServed() {
        SERVER.applyCrds(CHECKOUT.resolve("deploy/crds"));
        SERVER.applyCrds(CHECKOUT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
    }

    @Test
    void providerWaitsForTemporalAndItsNamespaceAndDrainsOnSigterm() throws Exception {
        int port = Ports.free();
        Map<String, String> variables = Map.of(
                "KUBECONFIG",
                kubeconfigOfServiceAccount(),
                "TEMPORAL_ADDRESS",
                "127.0.0.1:" + port,
                "KAMAJI_PROVIDER_TEMPORAL_NAMESPACE",
                "late");
        try (PackagedProvider provider = PackagedProvider.run(
                folder, variables, "--leader-elect", "--leader-election-namespace=kamaji-system")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(provider.output())
                            .contains("waiting for temporal address=127.0.0.1:" + port, "does not answer"));
            assertThat(provider.probe("/healthz").statusCode()).isEqualTo(200);
            assertThat(provider.probe("/readyz").statusCode()).isEqualTo(503);
            assertThat(provider.probe("/readyz").body()).contains("waiting for Temporal at 127.0.0.1:" + port);

            try (TemporalServer temporal =
                    TemporalServer.start(TemporalServerOptions.plain().withPort(port))) {
                String create = "temporal operator namespace create --namespace late";
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(provider.output()).contains(create));

                createNamespace(temporal);

                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(provider.probe("/readyz").statusCode())
                                        .as(provider.output())
                                        .isEqualTo(200));
                assertThat(provider.output())
                        .contains("search attributes registered", "--retention 30d", "worker started taskQueue=");

                temporal.kill();

                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(provider.probe("/readyz").body()).contains("does not answer"));
                assertThat(provider.probe("/healthz").statusCode()).isEqualTo(200);
            }
            provider.terminate();
            assertThat(provider.exitCodeWithin(PATIENCE)).as(provider.output()).isZero();
            assertThat(provider.output()).contains("worker stopped", "provider stopped");
        }
    }

    /** What the shipped roles permit is all it has. */
    private String kubeconfigOfServiceAccount() throws IOException {
        try (KubernetesClient client = SERVER.adminClient()) {
            for (String manifest : List.of("namespace.yaml", "cluster-roles.yaml")) {
                Path file = CHECKOUT.resolve("deploy/rbac").resolve(manifest);
                try (InputStream content = Files.newInputStream(file)) {
                    client.load(content).serverSideApply();
                }
            }
        }
        String token = SERVER.serviceAccountToken("kamaji-system", "kamaji-provider");
        return Files.writeString(folder.resolve("kubeconfig"), SERVER.kubeconfigFor(token))
                .toString();
    }

    private void createNamespace(TemporalServer temporal) throws Exception {
        Process created = new ProcessBuilder(
                        temporal.program().toString(),
                        "operator",
                        "namespace",
                        "create",
                        "--address",
                        temporal.address(),
                        "--namespace",
                        "late",
                        "--retention",
                        "1d")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("create.log").toFile())
                .start();
        assertThat(created.waitFor()).isZero();
    }
}
