// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.Tool;
import kamaji.capi.servers.ToolCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of an installation with the real clusterctl, from the existing provider's release to its removal. */
class ClusterctlIT {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterctlIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void whatClusterctlGeneratesAreTheObjectsOfDeploy() throws Exception {
        ClusterctlRepository repository = ClusterctlRepository.write(folder);
        CommandLineTool clusterctl = clusterctl(Map.of());
        String config = "--config=" + repository.configuration();

        String generated =
                clusterctl.run("generate", "provider", "--control-plane=kamaji:" + Release.version(), config);
        SameObjects.assertAllOf(Files.readString(Release.folder().resolve("install.yaml")), generated);
        assertThat(clusterctl.run(
                        "generate", "provider", "--control-plane=kamaji:" + Release.version(), config, "--describe"))
                .contains("kamaji-system", "localhost/kamaji-provider:", "CACPPK_TEMPORAL_ADDRESS");

        // The block of docs/install.md.
        Files.writeString(
                repository.configuration(),
                "images:\n  control-plane-kamaji:\n    repository: registry.example/team\n",
                StandardOpenOption.APPEND);
        assertThat(clusterctl.run("generate", "provider", "--control-plane=kamaji:" + Release.version(), config))
                .contains("image: registry.example/team/kamaji-provider:");
    }

    @Test
    void itUpgradesTheExistingProviderShowsAndMovesClustersAndGoes() throws Exception {
        ClusterctlRepository repository = ClusterctlRepository.write(Files.createDirectory(folder.resolve("r")));
        try (LocalStack stack = LocalStack.start(
                Checkout.here(), StackOptions.of(KamajiOptions.immediate()).withoutInstallation(), LOG::info)) {
            KubernetesClient client = stack.client();
            stack.kubernetes()
                    .applyCrds(new ByteArrayInputStream(
                            ClusterctlRepository.certManager().getBytes(StandardCharsets.UTF_8)));
            CommandLineTool clusterctl = clusterctl(Map.of(
                    "KUBECONFIG",
                    stack.kubernetes().kubeconfig().toString(),
                    "CACPPK_TEMPORAL_ADDRESS",
                    stack.temporal().address()));
            String config = "--config=" + repository.configuration();
            clusterctl.run(
                    "init",
                    "--core=cluster-api:" + ClusterctlRepository.CORE,
                    "--bootstrap=-",
                    "--control-plane=kamaji:" + ClusterctlRepository.EXISTING,
                    config);
            assertThat(manager(client).getName()).isEqualTo("controller");

            clusterctl.run("upgrade", "apply", "--control-plane=kamaji:" + Release.version(), config);
            assertThat(manager(client).getName()).isEqualTo("manager");
            assertThat(inventoryVersion(client)).isEqualTo(Release.version());
            assertThat(clusterScoped(client, "capi-kamaji-"))
                    .as("what docs/install.md tells to remove by hand after the upgrade")
                    .containsExactlyInAnyOrder(
                            "ClusterRole/capi-kamaji-manager-role",
                            "ClusterRole/capi-kamaji-capi-kamaji-control-plane-role",
                            "ClusterRoleBinding/capi-kamaji-manager-rolebinding",
                            "ClusterRoleBinding/capi-kamaji-capi-kamaji-control-plane-rolebinding");
            removeWhatTheExistingProviderLeaves(client);
            assertThat(clusterScoped(client, "capi-kamaji-")).isEmpty();

            stack.startInstalled(null, manager(client).getArgs()).awaitReady();
            String namespace = stack.kubernetes().freshNamespace("clusterctl");
            SampleControlPlane.create(client, namespace);
            await().atMost(PATIENCE).until(() -> ControlPlanes.ready(client, namespace, "c1"));
            assertThat(clusterctl.run("describe", "cluster", "c1", "--namespace=" + namespace))
                    .contains("Cluster/c1", "KamajiControlPlane/c1");
            assertThat(clusterctl.run("get", "kubeconfig", "c1", "--namespace=" + namespace))
                    .isEqualToIgnoringWhitespace(published(client, namespace));
            Path moved = Files.createDirectory(folder.resolve("moved"));
            clusterctl.run("move", "--to-directory=" + moved, "--namespace=" + namespace, config);
            assertThat(names(moved))
                    .anyMatch(name -> name.startsWith("KamajiControlPlane_"))
                    .anyMatch(name -> name.startsWith("Cluster_"))
                    .anyMatch(name -> name.startsWith("Secret_") && name.contains("c1-kubeconfig"));

            clusterctl.run("delete", "--control-plane=kamaji", config);
            assertThat(client.apps()
                            .deployments()
                            .inNamespace("kamaji-system")
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(clusterScoped(client, "kamaji-system-")).isEmpty();
            assertThat(ControlPlanes.get(client, namespace, "c1")).isPresent();

            clusterctl.run("init", "--control-plane=kamaji:" + Release.version(), config);
            assertThat(manager(client).getName()).isEqualTo("manager");
            assertThat(ControlPlanes.ready(client, namespace, "c1"))
                    .as("clusters outlast the provider")
                    .isTrue();

            clusterctl.run("delete", "--control-plane=kamaji", config);
            // What clusterctl tries cert-manager with takes a moment to go; meanwhile it takes it for absent.
            await().atMost(PATIENCE)
                    .until(() ->
                            client.namespaces().withName("cert-manager-test").get() == null);
            clusterctl.run("init", "--control-plane=kamaji:" + ClusterctlRepository.EXISTING, config);
            assertThat(manager(client).getName())
                    .as("the existing provider again")
                    .isEqualTo("controller");
            assertThat(inventoryVersion(client)).isEqualTo(ClusterctlRepository.EXISTING);
        }
    }

    /** As docs/install.md tells with kubectl. */
    private static void removeWhatTheExistingProviderLeaves(KubernetesClient client) {
        List.of("capi-kamaji-manager-rolebinding", "capi-kamaji-capi-kamaji-control-plane-rolebinding")
                .forEach(name ->
                        client.rbac().clusterRoleBindings().withName(name).delete());
        List.of("capi-kamaji-manager-role", "capi-kamaji-capi-kamaji-control-plane-role")
                .forEach(name -> client.rbac().clusterRoles().withName(name).delete());
    }

    private CommandLineTool clusterctl(Map<String, String> settings) throws Exception {
        return new CommandLineTool(
                ToolCache.standard().path(Tool.CLUSTERCTL), Files.createTempDirectory(folder, "home"), settings);
    }

    private static Container manager(KubernetesClient client) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace("kamaji-system")
                .withName("capi-kamaji-controller-manager")
                .require();
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private static String inventoryVersion(KubernetesClient client) {
        return String.valueOf(client.genericKubernetesResources("clusterctl.cluster.x-k8s.io/v1alpha3", "Provider")
                .inNamespace("kamaji-system")
                .withName("control-plane-kamaji")
                .require()
                .getAdditionalProperties()
                .get("version"));
    }

    private static List<String> clusterScoped(KubernetesClient client, String prefix) {
        Stream<HasMetadata> all = Stream.concat(
                client.rbac().clusterRoles().list().getItems().stream(),
                client.rbac().clusterRoleBindings().list().getItems().stream());
        return all.filter(object -> object.getMetadata().getName().startsWith(prefix))
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    private static String published(KubernetesClient client, String namespace) {
        String encoded = client.secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .require()
                .getData()
                .get("value");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static List<String> names(Path moved) throws Exception {
        try (Stream<Path> files = Files.list(moved)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
