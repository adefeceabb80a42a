// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kamaji.capi.local.kamaji.KamajiSimulator;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects that nobody should have made: what they are is told, and nobody else is held up. */
class BadObjectsIT {
    private static final Logger LOG = LoggerFactory.getLogger(BadObjectsIT.class);
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final List<Path> CRDS = List.of(
            ROOT.resolve("deploy/crds/controlplane.cluster.x-k8s.io_kamajicontrolplanes.yaml"),
            ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds/tenantcontrolplanes.yaml"));

    private static final int SECRETS = 10_000;
    private static final int SECRET_BYTES = 10_000;
    private static final long MOST_GROWTH_MB = 60;

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @SuppressWarnings("NullAway.Init") // started before all
    private static ProviderProcess provider;

    @BeforeAll
    static void start() {
        whole = Whole.start(
                StackOptions.of(Whole.brisk()).withArguments("--instance=" + Whole.INSTANCE, "--sync-period=5s"));
        provider = whole.stack.startProvider();
        provider.awaitReady();
    }

    @AfterAll
    static void stop() {
        whole.close();
    }

    /** The same kind with a schema that lets everything pass, as an older or looser one may have done. */
    private static String loose(Path crd) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode tree = yaml.readTree(crd.toFile());
        for (JsonNode version : tree.at("/spec/versions")) {
            ((ObjectNode) version.at("/subresources")).remove("scale"); // reads the spec
            ((ObjectNode) version.at("/schema"))
                    .set(
                            "openAPIV3Schema",
                            yaml.readTree("{type: object, x-kubernetes-preserve-unknown-fields: true}"));
        }
        return tree.toString();
    }

    private static void apply(String crd) {
        whole.stack.kubernetes().applyCrds(new ByteArrayInputStream(crd.getBytes(StandardCharsets.UTF_8)));
    }

    private static void store(GenericKubernetesResource object) {
        // The API server takes a moment until it judges by a new schema.
        await().atMost(Whole.LONG)
                .ignoreExceptions()
                .until(() -> whole.client().resource(object).create() != null);
    }

    private static GenericKubernetesResource tenant(String namespace, String name, Object spec, Object status) {
        GenericKubernetesResource tenant =
                Manifests.object("kamaji.clastix.io/v1alpha1", "TenantControlPlane", namespace, name, Map.of());
        tenant.setAdditionalProperty("spec", spec);
        tenant.setAdditionalProperty("status", status);
        return tenant;
    }

    @Test
    void whatDoesNotDecodeIsNamedAndHoldsUpNobody() throws IOException {
        String namespace = whole.stack.kubernetes().freshNamespace("odd");
        whole.create(namespace, "before");
        for (Path crd : CRDS) {
            apply(loose(crd));
        }
        KamajiSimulator.removeWebhooks(whole.client()); // they refuse it, and were not there when it was made
        store(tenant(
                namespace,
                "tenant",
                Map.of("kubernetes", "none", "networkProfile", List.of(1)),
                Map.of("kubernetesResources", "broken", "storage", 7)));
        for (String name : List.of("spec", "status", "tenant", "unknown")) {
            Map<String, Object> more = name.equals("unknown")
                    ? Map.of("inventedField", Map.of("a", List.of(1, 2)))
                    : name.equals("spec") ? Map.of("deployment", Map.of("nodeSelector", "ssd")) : Map.of();
            whole.create(namespace, name, more);
        }
        whole.client()
                .genericKubernetesResources("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane")
                .inNamespace(namespace)
                .withName("status")
                .subresource("status")
                .patch(Whole.merge(), "{\"status\":{\"conditions\":\"none\",\"settled\":7,\"ready\":\"yes\"}}");
        for (Path crd : CRDS) {
            apply(Files.readString(crd));
        }
        whole.stack.restartKamaji();
        whole.create(namespace, "after");

        for (String name : List.of("before", "after", "unknown", "status")) {
            whole.awaitReady(namespace, name);
        }
        whole.awaitCondition(
                namespace, "spec", "TenantControlPlaneCreated", "False", "spec.deployment.nodeSelector: has a value");
        whole.awaitCondition(namespace, "tenant", "TenantControlPlaneCreated", "False", "TenantControlPlane");
        LOG.info("{}", whole.condition(namespace, "tenant", "TenantControlPlaneCreated"));
        assertThat(provider.log()).doesNotContain("kind=BUG", "objects not understood");
    }

    @Test
    void anObjectOfAMegabyteIsLivedWith() throws IOException {
        String namespace = whole.stack.kubernetes().freshNamespace("large");
        apply(loose(CRDS.get(0)));
        String large = "x".repeat(1_000_000);
        Map<String, Object> spec =
                Map.of("version", "v1.33.1", "replicas", 2, "dataStoreName", "default", "inventedField", large);
        store(Manifests.object(
                "controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", namespace, "large", spec));
        apply(Files.readString(CRDS.get(0)));

        whole.createCluster(namespace, "large");

        whole.awaitReady(namespace, "large");
        whole.deleteCluster(namespace, "large");
        whole.awaitGone(namespace, "large");
    }

    @Test
    void thousandsOfForeignSecretsCostNoMemory() {
        String namespace = whole.stack.kubernetes().freshNamespace("foreign");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        long before = provider.residentMegabytes();
        String content = "s".repeat(SECRET_BYTES);
        KubernetesClient client = whole.client();
        IntStream.range(0, SECRETS)
                .parallel()
                .forEach(number -> client.resource(new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName("foreign-" + number)
                                // Every twentieth looks like one of Kamaji's, which the watch lets through.
                                .withLabels(
                                        number % 20 == 0
                                                ? Map.of("kamaji.clastix.io/component", "capi")
                                                : Map.of("app", "other"))
                                .endMetadata()
                                .addToStringData("value", content)
                                .build())
                        .create());

        whole.create(namespace, "c2");
        whole.awaitReady(namespace, "c2");
        await().during(Duration.ofSeconds(2)).until(() -> provider.probe("healthz") == 200);
        long after = provider.residentMegabytes();
        LOG.warn(
                "foreign secrets={} MB={} resident before={} after={}",
                SECRETS,
                SECRETS * (SECRET_BYTES / 1_000) / 1_000,
                before,
                after);
        assertThat(after - before).isLessThan(MOST_GROWTH_MB);
        assertThat(Stream.of(provider.log().split("\n")).filter(line -> line.contains("OutOfMemory")))
                .isEmpty();
    }
}
