// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.Tool;
import kamaji.capi.servers.ToolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installed where the existing provider is, as docs/switching.md tells for those who do not use clusterctl. Its Deployment
 * has our name.
 */
class InstalledOverTheExistingIT {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledOverTheExistingIT.class);
    private static final String DEPLOYMENT = "capi-kamaji-controller-manager";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // started before each
    private LocalStack stack;

    private String namespace = "";

    @BeforeEach
    void start() throws Exception {
        stack = LocalStack.start(
                Checkout.here(), StackOptions.of(KamajiOptions.immediate()).withoutInstallation(), LOG::info);
        try (InputStream existing = Objects.requireNonNull(
                InstalledOverTheExistingIT.class.getResourceAsStream("existing-provider-components.yaml"))) {
            stack.client()
                    .load(existing)
                    .items()
                    .forEach(object -> stack.client()
                            .resource(object)
                            .fieldManager("somebody")
                            .serverSideApply());
        }
        namespace = stack.kubernetes().freshNamespace("over");
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            SampleControlPlane.create(stack.client(), namespace);
        });
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void byTheManifestOnceTheFormerDeploymentIsGone() throws Exception {
        List<HasMetadata> manifest;
        try (InputStream text = Files.newInputStream(Release.folder().resolve("install.yaml"))) {
            manifest = stack.client().load(text).items();
        }
        assertThatThrownBy(() -> apply(manifest))
                .as("why the page says to delete it, not to scale it down")
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("field is immutable");

        deleteFormer();
        apply(manifest);

        becomesReady();
    }

    /** As kubectl apply --server-side --force-conflicts. */
    private void apply(List<HasMetadata> manifest) {
        manifest.forEach(object -> stack.client()
                .resource(object)
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply());
    }

    @Test
    void byHelmThatTakesOwnership() throws Exception {
        deleteFormer();
        CommandLineTool helm = new CommandLineTool(
                ToolCache.standard().path(Tool.HELM),
                folder,
                Map.of("KUBECONFIG", stack.kubernetes().kubeconfig().toString()));
        helm.run(
                "install",
                "kamaji-provider",
                "--namespace=kamaji-system",
                Release.repository().resolve("chart/kamaji-provider").toString(),
                "--take-ownership",
                "--force-conflicts",
                "--set=temporal.address=" + stack.temporal().address());

        becomesReady();
    }

    private void deleteFormer() {
        Resource<Deployment> former = deployment();
        former.delete();
        await().atMost(Duration.ofSeconds(30)).until(() -> former.get() == null);
    }

    private Resource<Deployment> deployment() {
        return stack.client().apps().deployments().inNamespace("kamaji-system").withName(DEPLOYMENT);
    }

    /** What was there before, under the provider that is installed now. */
    private void becomesReady() {
        KubernetesClient client = stack.client();
        stack.startInstalled(
                        null,
                        deployment()
                                .require()
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getArgs()
                                .stream()
                                .map(argument -> argument.startsWith("--temporal-address=")
                                        ? "--temporal-address="
                                                + stack.temporal().address()
                                        : argument)
                                .toList())
                .awaitReady();
        await().atMost(Duration.ofSeconds(60)).until(() -> ControlPlanes.ready(client, namespace, "c1"));
        assertThat(deployment().require().getSpec().getSelector().getMatchLabels())
                .containsEntry("cluster.x-k8s.io/provider", "control-plane-kamaji");
    }
}
