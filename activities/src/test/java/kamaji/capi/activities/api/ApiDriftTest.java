// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CRD files are the contract; the Java types stand beside them. */
class ApiDriftTest {
    private static final CrdFile CONTROL_PLANES = CrdFile.of("kamajicontrolplanes");
    private static final CrdFile TEMPLATES = CrdFile.of("kamajicontrolplanetemplates");

    @ParameterizedTest
    @ValueSource(strings = {"kamajicontrolplanes", "kamajicontrolplanetemplates"})
    void bothVersionsHaveTheSameSchemaWordForWord(String plural) {
        CrdFile crd = CrdFile.of(plural);
        assertThat(crd.schema("v1alpha1").toPrettyString())
                .isEqualTo(crd.schema("v1alpha2").toPrettyString());
    }

    /** Trap 13: a field of the template that the control plane lacks means that none is ever made. */
    @Test
    void aTemplateHoldsTheSpecWithoutWhatBelongsToTheSingleCluster() {
        ObjectNode spec =
                CONTROL_PLANES.schema("v1alpha2").at("/properties/spec").deepCopy();
        ((ObjectNode) spec.get("properties")).remove(List.of("version", "replicas", "controlPlaneEndpoint"));
        spec.remove(List.of("required", "description"));
        removeWhatPlaceholdersWouldBreak(spec);
        ObjectNode template = TEMPLATES
                .schema("v1alpha2")
                .at("/properties/spec/properties/template/properties/spec")
                .deepCopy();
        assertThat(template.without(List.of("description")).toPrettyString()).isEqualTo(spec.toPrettyString());
    }

    /** A template may hold values that a patch replaces before a control plane is made. */
    private static void removeWhatPlaceholdersWouldBreak(ObjectNode spec) {
        ObjectNode network = (ObjectNode) spec.at("/properties/network");
        ((ArrayNode) network.get("x-kubernetes-validations")).remove(0);
        List<String> judged = List.of("maxLength", "maxItems", "x-kubernetes-validations");
        ((ObjectNode) network.at("/properties/advertiseAddress")).remove(judged);
        String ranges = "/properties/loadBalancerConfig/properties/loadBalancerSourceRanges";
        ((ObjectNode) network.at(ranges)).remove(judged);
        ((ObjectNode) network.at(ranges + "/items")).remove(judged);
    }

    @Test
    void theControlPlaneTypesSayWhatItsSchemaSays() {
        JsonNode schema = CONTROL_PLANES.schema("v1alpha2");
        assertThat(Drift.between(schema.at("/properties/spec"), KamajiControlPlaneSpec.class))
                .isEmpty();
        assertThat(Drift.between(schema.at("/properties/status"), KamajiControlPlaneStatus.class))
                .isEmpty();
    }

    @Test
    void theTemplateTypesSayWhatItsSchemaSays() {
        JsonNode schema = TEMPLATES.schema("v1alpha2");
        assertThat(Drift.between(schema.at("/properties/spec"), KamajiControlPlaneTemplateSpec.class))
                .isEmpty();
        assertThat(schema.at("/properties").has("status")).isFalse();
    }

    @Test
    void theWalkFindsDriftInBothDirectionsAndInTypes() throws Exception {
        JsonNode schema = new ObjectMapper()
                .readTree("{\"type\":\"object\",\"properties\":{\"host\":{\"type\":\"boolean\"},"
                        + "\"zone\":{\"type\":\"string\"}}}");
        assertThat(Drift.between(schema, ApiEndpoint.class))
                .containsExactly(
                        ".host: java.lang.String does not hold what the schema says",
                        ".zone: not in Java",
                        ".port: not in the schema");
    }

    @Test
    void namesInJavaAreThoseOfTheFiles() {
        assertNames(CONTROL_PLANES, KamajiControlPlane.class, "ktcp");
        assertNames(TEMPLATES, KamajiControlPlaneTemplate.class, "ktcpt");
    }

    @Test
    void contractLabelsLeadEachContractToItsVersion() {
        for (CrdFile crd : List.of(CONTROL_PLANES, TEMPLATES)) {
            assertThat(crd.root().at("/metadata/labels").properties())
                    .extracting(label -> label.getKey() + "=" + label.getValue().asText())
                    .containsExactlyInAnyOrder(
                            "cluster.x-k8s.io/provider=control-plane-kamaji",
                            "cluster.x-k8s.io/v1beta1=v1alpha1",
                            "cluster.x-k8s.io/v1beta2=v1alpha2");
            assertThat(crd.version("v1alpha1").get("served").asBoolean()).isTrue();
            assertThat(crd.version("v1alpha1").get("storage").asBoolean()).isFalse();
            assertThat(crd.version("v1alpha2").get("served").asBoolean()).isTrue();
            assertThat(crd.version("v1alpha2").get("storage").asBoolean()).isTrue();
            assertThat(crd.root().at("/spec").has("conversion")).isFalse();
        }
    }

    @Test
    void everyRecordToleratesNewFieldsAndWritesNoNulls() {
        List<Class<?>> records = new ArrayList<>();
        Stream.of(KamajiControlPlaneSpec.class, KamajiControlPlaneStatus.class, KamajiControlPlaneTemplateSpec.class)
                .forEach(type -> Records.reachableFrom(type, records));
        assertThat(records).hasSizeGreaterThan(25).allSatisfy(type -> {
            assertThat(type.getAnnotation(JsonIgnoreProperties.class).ignoreUnknown())
                    .isTrue();
            assertThat(type.getAnnotation(JsonInclude.class).value()).isEqualTo(JsonInclude.Include.NON_NULL);
        });
    }

    private static void assertNames(CrdFile crd, Class<? extends HasMetadata> type, String shortName) {
        JsonNode names = crd.root().at("/spec/names");
        assertThat(crd.root().at("/spec/group").asText()).isEqualTo(KamajiControlPlane.GROUP);
        assertThat(names.get("kind").asText()).isEqualTo(HasMetadata.getKind(type));
        assertThat(names.get("listKind").asText()).isEqualTo(HasMetadata.getKind(type) + "List");
        assertThat(names.get("plural").asText()).isEqualTo(HasMetadata.getPlural(type));
        assertThat(names.get("singular").asText()).isEqualTo(HasMetadata.getSingular(type));
        assertThat(names.get("shortNames").toString()).isEqualTo("[\"" + shortName + "\"]");
        assertThat(names.get("categories").toString()).isEqualTo("[\"cluster-api\",\"kamaji\"]");
        assertThat(crd.root().at("/metadata/name").asText()).isEqualTo(HasMetadata.getFullResourceName(type));
    }
}
