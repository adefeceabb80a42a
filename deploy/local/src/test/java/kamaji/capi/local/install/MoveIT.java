// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.OtherCluster;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.Tool;
import kamaji.capi.servers.ToolCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real clusterctl moves clusters from one management cluster to another, each with a provider of its own. */
class MoveIT {
    private static final Logger LOG = LoggerFactory.getLogger(MoveIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TENANTS = "tenants";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** Trap 16: what runs here would be destroyed, and is blocked; what runs on a third cluster is handed over. */
    @Test
    void trap16AMoveIsBlockedWhileTheTenantWouldStayBehindAndHandedOverWhereItRunsElsewhere() throws Exception {
        ClusterctlRepository repository = ClusterctlRepository.write(Files.createDirectory(folder.resolve("r")));
        try (OtherCluster third = OtherCluster.start(Checkout.here(), KamajiOptions.immediate());
                LocalStack from = management(repository);
                LocalStack to = management(repository)) {
            third.allow(TENANTS);
            String local = from.kubernetes().freshNamespace("local");
            SampleControlPlane.create(from.client(), local);
            String away = from.kubernetes().freshNamespace("away");
            reference(from.client(), away, third.kubeconfig(TENANTS));
            for (String namespace : List.of(local, away)) {
                await().atMost(PATIENCE).until(() -> ControlPlanes.ready(from.client(), namespace, "c1"));
                to.client()
                        .resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                        .create();
            }

            isBlocked(from, to, local);
            isHandedOver(from, to, away, third);
        }
    }

    private void isBlocked(LocalStack from, LocalStack to, String namespace) throws Exception {
        String tenant = tenantUid(from.client(), namespace);
        String said = clusterctl(from)
                .interruptedOnceItSays(
                        "block-move",
                        "move",
                        "-v=5",
                        "--to-kubeconfig=" + to.kubernetes().kubeconfig(),
                        "--namespace=" + namespace);
        LOG.info("clusterctl said {}", said);
        assertThat(said).contains("KamajiControlPlane").contains("c1");
        assertThat(tenantUid(from.client(), namespace)).isEqualTo(tenant);
        assertThat(ControlPlanes.get(to.client(), namespace, "c1")).isEmpty();
        await().atMost(PATIENCE)
                .until(() ->
                        ControlPlanes.conditions(from.client(), namespace, "c1").contains("Paused"));
        from.client()
                .resource(Manifests.object(
                        "cluster.x-k8s.io/v1beta2", "Cluster", namespace, "c1", Map.of("paused", false)))
                .patch(PatchContext.of(PatchType.JSON_MERGE));
        await().atMost(PATIENCE).until(() -> ControlPlanes.ready(from.client(), namespace, "c1"));
    }

    private void isHandedOver(LocalStack from, LocalStack to, String namespace, OtherCluster third) throws Exception {
        String tenant = only(third).getMetadata().getUid();

        clusterctl(from).run("move", "--to-kubeconfig=" + to.kubernetes().kubeconfig(), "--namespace=" + namespace);

        assertThat(ControlPlanes.get(from.client(), namespace, "c1")).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ControlPlanes.ready(to.client(), namespace, "c1"))
                        .as(() -> ControlPlanes.conditions(to.client(), namespace, "c1"))
                        .isTrue());
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(only(third).getMetadata().getAnnotations())
                        .contains(ControlPlanes.get(to.client(), namespace, "c1")
                                .orElseThrow()
                                .getMetadata()
                                .getUid()));
        assertThat(only(third).getMetadata().getUid()).isEqualTo(tenant);
        assertThat(only(third).isMarkedForDeletion()).isFalse();

        to.client()
                .genericKubernetesResources(ClusterView.CONTEXT)
                .inNamespace(namespace)
                .withName("c1")
                .delete();
        await().atMost(PATIENCE).until(() -> third.tenants(TENANTS).isEmpty());
    }

    private static GenericKubernetesResource only(OtherCluster third) {
        List<GenericKubernetesResource> all = third.tenants(TENANTS);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static void reference(KubernetesClient client, String namespace, String kubeconfig) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("third")
                        .addToLabels("clusterctl.cluster.x-k8s.io/move", "")
                        .endMetadata()
                        .addToStringData("config", kubeconfig)
                        .build())
                .create();
        SampleControlPlane.create(
                client,
                namespace,
                Map.of(
                        "deployment",
                        Map.of(
                                "externalClusterReference",
                                Map.of(
                                        "deploymentNamespace", TENANTS,
                                        "kubeconfigSecretName", "third",
                                        "kubeconfigSecretKey", "config"))));
    }

    private static String tenantUid(KubernetesClient client, String namespace) {
        return client.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName("c1")
                .require()
                .getMetadata()
                .getUid();
    }

    /** A management cluster that clusterctl has installed the provider on, which runs. */
    private LocalStack management(ClusterctlRepository repository) throws Exception {
        LocalStack stack = LocalStack.start(
                Checkout.here(), StackOptions.of(KamajiOptions.immediate()).withoutInstallation(), LOG::info);
        stack.kubernetes()
                .applyCrds(new ByteArrayInputStream(
                        ClusterctlRepository.certManager().getBytes(StandardCharsets.UTF_8)));
        clusterctl(stack)
                .run(
                        "init",
                        "--core=cluster-api:" + ClusterctlRepository.CORE,
                        "--bootstrap=-",
                        "--control-plane=kamaji:" + Release.version(),
                        "--config=" + repository.configuration());
        stack.startInstalled(
                        null,
                        stack.client()
                                .apps()
                                .deployments()
                                .inNamespace("kamaji-system")
                                .withName("capi-kamaji-controller-manager")
                                .require()
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getArgs())
                .awaitReady();
        return stack;
    }

    private CommandLineTool clusterctl(LocalStack stack) throws Exception {
        return new CommandLineTool(
                ToolCache.standard().path(Tool.CLUSTERCTL),
                Files.createTempDirectory(folder, "home"),
                Map.of(
                        "KUBECONFIG", stack.kubernetes().kubeconfig().toString(),
                        "CACPPK_EXTERNAL_CLUSTER_REFERENCE", "true",
                        "CACPPK_TEMPORAL_ADDRESS", stack.temporal().address()));
    }
}
