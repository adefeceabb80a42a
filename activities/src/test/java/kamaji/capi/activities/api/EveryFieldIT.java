// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that use every field of the schema, written through one version and edited through the other. */
class EveryFieldIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final KubernetesClient CLIENT = SERVER.adminClient();
    private static final int MANY = 700;

    private final String namespace = SERVER.freshNamespace("every-field");

    @BeforeAll
    static void serveOurKinds() {
        SERVER.applyCrds(CrdFile.FOLDER);
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "v1alpha1, v1alpha2, network.gateway",
        "v1alpha2, v1alpha1, network.gateway",
        "v1alpha1, v1alpha2, network.ingress",
        "v1alpha2, v1alpha1, network.ingress"
    })
    void nothingOfAControlPlaneIsLostThroughTheOtherVersion(String maker, String editor, String left) {
        JsonNode schema = CrdFile.of(KamajiControlPlane.PLURAL).schema(maker).path("properties");
        Map<String, Object> spec = filled(schema.get("spec"), Set.of(left));
        Map<String, Object> status = filled(schema.get("status"), Set.of());
        create(maker, KamajiControlPlane.KIND, spec);
        writeStatus(maker, status);
        assertBoth(KamajiControlPlane.KIND, spec, status);

        Resource<GenericKubernetesResource> edited = at(editor, KamajiControlPlane.KIND);
        edited.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":9}}");
        spec.put("replicas", 9);
        replace(edited);
        assertBoth(KamajiControlPlane.KIND, spec, status);

        writeStatus(editor, Map.of("readyReplicas", 3));
        status.put("readyReplicas", 3);
        assertBoth(KamajiControlPlane.KIND, spec, status);
    }

    @ParameterizedTest
    @CsvSource({
        "v1alpha1, v1alpha2, network.gateway",
        "v1alpha2, v1alpha1, network.ingress",
    })
    void nothingOfATemplateIsLostThroughTheOtherVersion(String maker, String editor, String left) {
        JsonNode template = CrdFile.of(KamajiControlPlaneTemplate.PLURAL)
                .schema(maker)
                .at("/properties/spec/properties/template/properties");
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("metadata", Map.of("labels", Map.of("a", "b"), "annotations", Map.of("c", "d")));
        parts.put("spec", filled(template.get("spec"), Set.of(left)));
        Map<String, Object> spec = Map.of("template", parts);
        create(maker, KamajiControlPlaneTemplate.KIND, spec);

        Resource<GenericKubernetesResource> edited = at(editor, KamajiControlPlaneTemplate.KIND);
        edited.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"edited\":\"yes\"}}}");
        replace(edited);

        assertBoth(KamajiControlPlaneTemplate.KIND, spec, null);
    }

    @ParameterizedTest
    @CsvSource({"v1alpha1", "v1alpha2"})
    void clientsOfTheExistingProviderFindEveryStatusFieldTheyKnow(String version) {
        List<String> known = new ArrayList<>();
        CrdFile.at(ExistingProviderCrds.folder(version).resolve(KamajiControlPlane.PLURAL + ".yaml"))
                .schema(version)
                .at("/properties/status/properties")
                .fieldNames()
                .forEachRemaining(known::add);
        JsonNode schema =
                CrdFile.of(KamajiControlPlane.PLURAL).schema("v1alpha2").at("/properties/status");
        create("v1alpha2", KamajiControlPlane.KIND, Map.of("version", "v1.33.1"));
        writeStatus("v1alpha2", filled(schema, Set.of()));

        assertThat(part(at(version, KamajiControlPlane.KIND).require(), "status")
                        .keySet())
                .containsAll(known);
        assertThat(known).hasSizeGreaterThan(8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> filled(JsonNode schema, Set<String> left) {
        FilledSchema.Filled filled = FilledSchema.of(schema, left);
        if (schema.at("/properties/deployment").isObject()) {
            assertThat(filled.leaves()).isGreaterThan(MANY);
        }
        return (Map<String, Object>) filled.value();
    }

    private void assertBoth(String kind, Map<String, Object> spec, @Nullable Map<String, Object> status) {
        for (String version : List.of("v1alpha1", "v1alpha2")) {
            GenericKubernetesResource object = at(version, kind).require();
            assertThat(tree(part(object, "spec"))).as("spec at " + version).isEqualTo(tree(spec));
            if (status != null) {
                assertThat(tree(part(object, "status")))
                        .as("status at " + version)
                        .isEqualTo(tree(status));
            }
        }
    }

    private static JsonNode tree(Object value) {
        return JSON.valueToTree(JSON.convertValue(value, Object.class));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(GenericKubernetesResource object, String name) {
        return (Map<String, Object>)
                Objects.requireNonNull(object.getAdditionalProperties().get(name));
    }

    private void create(String version, String kind, Map<String, Object> spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(KamajiControlPlane.GROUP + "/" + version);
        object.setKind(kind);
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName("a").build());
        object.setAdditionalProperty("spec", spec);
        CLIENT.resource(object).create();
    }

    private void writeStatus(String version, Map<String, Object> status) {
        at(version, KamajiControlPlane.KIND)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        tree(Map.of("status", status)).toString());
    }

    /** As {@code kubectl edit} and clients do that read the whole object and write it back. */
    private static void replace(Resource<GenericKubernetesResource> object) {
        GenericKubernetesResource live = object.require();
        live.getMetadata().setAnnotations(Map.of("edited", "yes"));
        CLIENT.resource(live).update();
    }

    private Resource<GenericKubernetesResource> at(String version, String kind) {
        return CLIENT.genericKubernetesResources(KamajiControlPlane.GROUP + "/" + version, kind)
                .inNamespace(namespace)
                .withName("a");
    }
}
