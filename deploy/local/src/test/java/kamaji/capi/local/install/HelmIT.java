// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.Tool;
import kamaji.capi.servers.ToolCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chart as the real Helm renders and installs it. */
class HelmIT {
    private static final Logger LOG = LoggerFactory.getLogger(HelmIT.class);
    private static final String KIND = "kamajicontrolplanes.controlplane.cluster.x-k8s.io";
    private static final String DEPLOYMENT = "Deployment/capi-kamaji-controller-manager";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private String render(String... settings) throws Exception {
        return renderIn("kamaji-system", settings);
    }

    private String renderIn(String namespace, String... settings) throws Exception {
        CommandLineTool helm = new CommandLineTool(ToolCache.standard().path(Tool.HELM), folder, Map.of());
        Path chart = Release.repository().resolve("chart/kamaji-provider");
        List<String> command =
                new ArrayList<>(List.of("template", "kamaji-provider", chart.toString(), "--namespace=" + namespace));
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
                "temporal.apiKeyFile=key",
                "temporal.filesSecret=temporal-tls",
                "temporal.clientCertificateFile=tls.crt",
                "temporal.serverCaFile=ca.crt",
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
    void aServiceMonitorComesWithTheServiceThatItSelects() throws Exception {
        String rendered =
                renderIn("elsewhere", "serviceMonitor.enabled=true", "serviceMonitor.labels.release=prometheus");
        JsonNode monitor = SameObjects.object(rendered, "ServiceMonitor/kamaji-provider");
        JsonNode service = SameObjects.object(rendered, "Service/kamaji-provider-metrics");
        JsonNode pod = SameObjects.object(rendered, DEPLOYMENT).at("/spec/template");

        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(List.of(
                        monitor.at("/metadata/namespace").asText(),
                        service.at("/metadata/namespace").asText()))
                .containsOnly("elsewhere");
        assertThat(monitor.at("/spec/selector/matchLabels").properties())
                .isNotEmpty()
                .isSubsetOf(service.at("/metadata/labels").properties());
        assertThat(monitor.at("/spec/endpoints/0/port").asText())
                .isNotEmpty()
                .isEqualTo(service.at("/spec/ports/0/name").asText());
        assertThat(service.at("/spec/selector").properties())
                .isNotEmpty()
                .isSubsetOf(pod.at("/metadata/labels").properties());
        assertThat(pod.at("/spec/containers/0/ports").findValuesAsText("name"))
                .contains(service.at("/spec/ports/0/targetPort").asText());
    }

    @Test
    void aValueThatDoesNotExistOrCannotBeMeantIsNamed() {
        assertThatThrownBy(() -> render("temporal.adress=somewhere:7233")).hasMessageContaining("'adress' not allowed");
        assertThatThrownBy(() -> render("featureGates.externalClusterRef=true"))
                .hasMessageContaining("'externalClusterRef' not allowed");
        assertThatThrownBy(() -> render("temporal.apiKeyFile=eyJhbGciOi.the/key=itself"))
                .hasMessageContaining("does not match pattern");
        assertThatThrownBy(() -> render("temporal.developmentServer.enabled=true"))
                .hasMessageContaining("temporal.developmentServer.image is needed");
    }

    /** With the commands of docs/install.md. */
    @Test
    void installedForOneNamespaceItIsUpgradedAndUninstalledAndTheClustersStay() throws Exception {
        try (LocalStack stack = LocalStack.start(
                Checkout.here(), StackOptions.of(KamajiOptions.immediate()).withoutInstallation(), LOG::info)) {
            KubernetesClient client = stack.client();
            String namespace = stack.kubernetes().freshNamespace("helm");
            String address = "--set=temporal.address=" + stack.temporal().address();
            helm(stack, "install", "--create-namespace", "--set=watchNamespace=" + namespace, address);
            try (ProviderProcess provider = stack.startInstalled(null, arguments(client))) {
                provider.awaitReady();
                SampleControlPlane.create(client, namespace);
                await().atMost(Duration.ofSeconds(60)).until(() -> ControlPlanes.ready(client, namespace, "c1"));
            }
            assertThat(bound(client)).isFalse();
            itsPodsAreAdmittedWhereTheRulesAreTightest(client);

            dropColumns(client);
            helm(stack, "upgrade", address);
            assertThat(bound(client)).as("now for all namespaces").isTrue();
            assertThat(columns(client)).as("the kinds are upgraded as well").isNotEmpty();

            helm(stack, "uninstall");
            assertThat(bound(client)).isFalse();
            assertThat(client.apps()
                            .deployments()
                            .inNamespace("kamaji-system")
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(ControlPlanes.get(client, namespace, "c1"))
                    .as("an uninstallation that deleted the kinds would have deleted it with its tenant")
                    .hasValueSatisfying(kept -> assertThat(kept.getMetadata().getDeletionTimestamp())
                            .isNull());
        }
    }

    private void itsPodsAreAdmittedWhereTheRulesAreTightest(KubernetesClient client) throws Exception {
        client.namespaces().withName("kamaji-system").edit(namespace -> {
            namespace
                    .getMetadata()
                    .setLabels(new HashMap<>(namespace.getMetadata().getLabels()));
            namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return namespace;
        });
        PodSpec spec = deployment(client).getSpec().getTemplate().getSpec();
        tryPod(client, spec);
        tryPod(client, developmentServer());
        spec.setSecurityContext(null);
        spec.getContainers().get(0).setSecurityContext(null);
        assertThatThrownBy(() -> tryPod(client, spec)).hasMessageContaining("violates PodSecurity");
    }

    private PodSpec developmentServer() throws Exception {
        String rendered = render(
                "temporal.developmentServer.enabled=true", "temporal.developmentServer.image=temporalio/temporal");
        JsonNode spec = SameObjects.object(rendered, "Deployment/kamaji-provider-temporal-development")
                .at("/spec/template/spec");
        return Serialization.unmarshal(spec.toString(), PodSpec.class);
    }

    private static void tryPod(KubernetesClient client, PodSpec spec) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("probe")
                        .withNamespace("kamaji-system")
                        .endMetadata()
                        .withSpec(spec)
                        .build())
                .dryRun()
                .create();
    }

    private void helm(LocalStack stack, String command, String... settings) throws Exception {
        CommandLineTool helm = new CommandLineTool(
                ToolCache.standard().path(Tool.HELM),
                folder,
                Map.of("KUBECONFIG", stack.kubernetes().kubeconfig().toString()));
        List<String> words = new ArrayList<>(List.of(command, "kamaji-provider", "--namespace=kamaji-system"));
        if (!command.equals("uninstall")) {
            words.add(Release.repository().resolve("chart/kamaji-provider").toString());
        }
        words.addAll(List.of(settings));
        helm.run(words.toArray(String[]::new));
    }

    private static List<String> arguments(KubernetesClient client) {
        return deployment(client)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }

    private static Deployment deployment(KubernetesClient client) {
        return client.apps()
                .deployments()
                .inNamespace("kamaji-system")
                .withName("capi-kamaji-controller-manager")
                .require();
    }

    private static boolean bound(KubernetesClient client) {
        return client.rbac()
                        .clusterRoleBindings()
                        .withName("kamaji-system-provider")
                        .get()
                != null;
    }

    /** As a release before would have it. */
    private static void dropColumns(KubernetesClient client) {
        CustomResourceDefinition kind = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(KIND)
                .require();
        kind.getSpec().getVersions().forEach(version -> version.setAdditionalPrinterColumns(List.of()));
        kind.getMetadata().setManagedFields(null);
        kind.setStatus(null);
        client.resource(kind).fieldManager("helm").forceConflicts().serverSideApply();
        assertThat(columns(client)).isEmpty();
    }

    private static List<CustomResourceColumnDefinition> columns(KubernetesClient client) {
        return client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(KIND)
                .require()
                .getSpec()
                .getVersions()
                .get(0)
                .getAdditionalPrinterColumns();
    }
}
