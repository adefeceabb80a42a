// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.observation.BadInputPage.Row;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.servers.SharedServers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of docs/bad-input.md about admission, at both versions, and what that means for objects that exist. */
class BadInputIT {
    private static final Path CRDS =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy", "crds");
    private static final String CONTROL_PLANES = "controlplane.cluster.x-k8s.io_kamajicontrolplanes.yaml";
    private static final String WRONG = """
            {version: banana, replicas: 1, network: {advertiseAddress: api.example.org,
             ingress: {hostname: a.example.org}, gateway: {name: g, namespace: n, hostname: a.example.org},
             loadBalancerConfig: {loadBalancerSourceRanges: [10.0.0.0]}}}
            """;

    @ParameterizedTest
    @MethodSource("admission")
    void isRefusedWithItsMessageAndTakenOnceItIsCorrected(Row row) {
        KubernetesServer server = SharedServers.kubernetes();
        server.applyCrds(CRDS);
        BadInput input = BadInput.of(row);
        try (KubernetesClient client = server.adminClient()) {
            for (String version : List.of("v1alpha1", "v1alpha2")) {
                Resource<GenericKubernetesResource> bad =
                        at(client, version, server.freshNamespace("bad"), input.before(), input.spec());
                if (input.before() != null) {
                    bad.create();
                }
                assertThatThrownBy(() -> write(bad, input))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining(row.message());

                BadInput cured = input.cured();
                Resource<GenericKubernetesResource> good =
                        at(client, version, bad.item().getMetadata().getNamespace(), cured.before(), cured.spec());
                assertThatCode(() -> write(good, cured)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void whatHeldABadValueBeforeCanBeChangedElsewhereCorrectedAndDeleted() throws IOException {
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
                KubernetesClient client = server.adminClient()) {
            server.applyCrds(new ByteArrayInputStream(withoutRules().getBytes(StandardCharsets.UTF_8)));
            String namespace = server.freshNamespace("old");
            Resource<GenericKubernetesResource> old = at(client, "v1alpha1", namespace, null, WRONG);
            old.create();

            server.applyCrds(CRDS);
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> patch(old, "{spec: {version: apple}}"))
                            .hasMessageContaining("write it like v1.33.1"));

            patch(old, "{metadata: {finalizers: [example.test/hold], labels: {a: b}}}");
            patch(old, "{spec: {replicas: 3, registry: registry.example.org}}");
            old.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json("{status: {ready: false}}"));
            old.delete();
            patch(old, "{metadata: {finalizers: null}}");
            Awaitility.await().untilAsserted(() -> assertThat(old.get()).isNull());
        }
    }

    static Stream<Row> admission() {
        return BadInputPage.rows().stream().filter(Row::byAdmission);
    }

    private static void write(Resource<GenericKubernetesResource> resource, BadInput input) {
        if (input.before() != null) {
            patch(resource, input.change());
        } else {
            resource.create();
        }
    }

    private static void patch(Resource<GenericKubernetesResource> resource, String change) {
        resource.patch(PatchContext.of(PatchType.JSON_MERGE), json(change));
    }

    private static Resource<GenericKubernetesResource> at(
            KubernetesClient client, String version, String namespace, @Nullable String before, String spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion("controlplane.cluster.x-k8s.io/" + version);
        object.setKind("KamajiControlPlane");
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName("bad").build());
        object.setAdditionalProperty("spec", Documents.read(before == null ? spec : before));
        return client.resource(object);
    }

    private static String json(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml).toString();
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** The CRD as it would be without any rule of ours about values. */
    private static String withoutRules() throws IOException {
        JsonNode crd = new YAMLMapper().readTree(CRDS.resolve(CONTROL_PLANES).toFile());
        for (JsonNode version : crd.at("/spec/versions")) {
            JsonNode spec = version.at("/schema/openAPIV3Schema/properties/spec/properties");
            for (JsonNode judged : List.of(
                    spec.at("/version"),
                    spec.at("/network"),
                    spec.at("/network/properties/advertiseAddress"),
                    spec.at("/network/properties/loadBalancerConfig/properties/loadBalancerSourceRanges"),
                    spec.at("/network/properties/loadBalancerConfig/properties/loadBalancerSourceRanges/items"))) {
                ((ObjectNode) judged).remove(List.of("x-kubernetes-validations", "maxLength", "maxItems"));
            }
        }
        return crd.toString();
    }
}
