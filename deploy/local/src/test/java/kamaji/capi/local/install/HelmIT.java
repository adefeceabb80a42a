// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.Tool;
import kamaji.capi.servers.ToolCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chart as the real Helm renders it. */
class HelmIT {
    private static final Logger LOG = LoggerFactory.getLogger(HelmIT.class);
    private static final String DEPLOYMENT = "Deployment/capi-kamaji-controller-manager";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private String render(String... settings) throws Exception {
        CommandLineTool helm = new CommandLineTool(ToolCache.standard().path(Tool.HELM), folder, Map.of());
        Path chart = Release.repository().resolve("chart/kamaji-provider");
        List<String> command =
                new ArrayList<>(List.of("template", "kamaji-provider", chart.toString(), "--namespace=kamaji-system"));
        for (String setting : settings) {
            command.add("--set=" + setting);
        }
        return helm.run(command.toArray(String[]::new));
    }

    @Test
    void byDefaultItIsWhatTheOtherManifestsInstall() throws Exception {
        String plain = Files.readString(Release.folder().resolve("install.yaml"));
        String withoutNamespace = plain.replaceFirst("(?s)^.*?\\nkind: Namespace\\n.*?\\n---\\n", "");
        SameObjects.assertAllOf(withoutNamespace, render());
    }

    @Test
    void valuesBecomeArgumentsSecretsAndAServerForTrials() throws Exception {
        String rendered = render(
                "temporal.apiKey=key",
                "temporal.filesSecret=temporal-tls",
                "temporal.clientCertificate=tls.crt",
                "temporal.serverCa=ca.crt",
                "infrastructureClusters={OscCluster,OtherCluster}",
                "featureGates.dynamicInfrastructureClusterPatch=true",
                "resources.limits.memory=1Gi",
                "extraArgs={--sync-period=5m}",
                "temporal.developmentServer.enabled=true",
                "temporal.developmentServer.image=localhost/temporal:1");
        JsonNode pod = SameObjects.object(rendered, DEPLOYMENT).at("/spec/template/spec");
        assertThat(pod.at("/containers/0/args").toString())
                .contains(
                        "--temporal-api-key-file=/etc/temporal/key",
                        "--dynamic-infrastructure-clusters=OscCluster,OtherCluster",
                        "DynamicInfrastructureClusterPatch=true",
                        "--sync-period=5m",
                        "--temporal-address=kamaji-provider-temporal-development.kamaji-system.svc:7233");
        assertThat(pod.at("/containers/0/env").toString())
                .contains(
                        "{\"name\":\"TEMPORAL_TLS_CLIENT_CERT_PATH\",\"value\":\"/etc/temporal/tls.crt\"}",
                        "{\"name\":\"TEMPORAL_TLS_SERVER_CA_CERT_PATH\",\"value\":\"/etc/temporal/ca.crt\"}")
                .doesNotContain("CLIENT_KEY");
        assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isEqualTo("1Gi");
        assertThat(pod.at("/volumes").toString()).contains("\"secretName\":\"temporal-tls\"");
        assertThat(SameObjects.byName(rendered)).containsKey("Service/kamaji-provider-temporal-development");
    }

    @Test
    void appliedForOneNamespaceTheProviderRunsWithRolesThereAlone() throws Exception {
        try (LocalStack stack = LocalStack.start(
                Checkout.here(), StackOptions.of(KamajiOptions.immediate()).withoutInstallation(), LOG::info)) {
            KubernetesClient client = stack.client();
            String namespace = stack.kubernetes().freshNamespace("helm");
            String rendered = render(
                    "watchNamespace=" + namespace,
                    "temporal.address=" + stack.temporal().address());
            Path manifest = Files.writeString(folder.resolve("rendered.yaml"), rendered);
            Manifests.apply(client, manifest);
            Manifests.apply(client, manifest);

            List<String> arguments = new ArrayList<>();
            SameObjects.object(rendered, DEPLOYMENT)
                    .at("/spec/template/spec/containers/0/args")
                    .forEach(argument -> arguments.add(argument.asText()));
            stack.startInstalled(null, arguments).awaitReady();
            SampleControlPlane.create(client, namespace);
            await().atMost(Duration.ofSeconds(60)).until(() -> ControlPlanes.ready(client, namespace, "c1"));
            assertThat(client.rbac()
                            .clusterRoleBindings()
                            .withName("kamaji-system-provider")
                            .get())
                    .isNull();
        }
    }
}
