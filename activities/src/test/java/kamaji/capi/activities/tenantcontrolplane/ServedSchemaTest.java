// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedSchemaTest {
    private static final String DEFINITION = """
            metadata: {name: tenantcontrolplanes.kamaji.clastix.io}
            spec:
              conversion: {webhook: {clientConfig: {caBundle: %s}}}
              versions:
              - name: v1alpha2
                schema: {openAPIV3Schema: {properties: {spec: {properties: {later: {type: string}}}}}}
              - name: v1alpha1
                schema:
                  openAPIV3Schema:
                    description: %s
                    properties:
                      spec:
                        properties:
                          plain: {type: string}
                          open: {x-kubernetes-preserve-unknown-fields: true}
                          map: {additionalProperties: {properties: {known: {type: string}}}}
                          list: {items: {properties: {known: {type: string}}}}
                          properties: {properties: {items: {type: string}}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            spec.plain                  | true
            spec.later                  | false
            spec.other.plain            | false
            spec.open.any[3].thing      | true
            spec.map["a.b/c"].known     | true
            spec.map.some.known         | true
            spec.map["a.b/c"].unknown   | false
            spec.list[12].known         | true
            spec.list[0].unknown        | false
            spec.properties.items       | true
            spec.properties.plain       | false
            """)
    void aPathIsServedWhenEachStepIsInTheSchema(String path, boolean served) {
        GenericKubernetesResource definition = definition("a", "text");

        assertThat(ServedSchema.of(definition).serves(path)).isEqualTo(served);
        ServedSchema.trim(definition);
        assertThat(ServedSchema.of(definition).serves(path)).as("trimmed").isEqualTo(served);
    }

    @Test
    void onlyFieldsMakeADifference() {
        GenericKubernetesResource first = definition("a", "text");
        GenericKubernetesResource renewed = definition("b", "other text");
        List.of(first, renewed).forEach(ServedSchema::trim);

        assertThat(ServedSchema.of(renewed)).isEqualTo(ServedSchema.of(first));
    }

    @Test
    void aDefinitionOfNothingServesNothing() {
        assertThat(ServedSchema.of(new GenericKubernetesResource()).serves("spec.plain"))
                .isFalse();
    }

    private static GenericKubernetesResource definition(String authority, String text) {
        return Serialization.unmarshal(DEFINITION.formatted(authority, text), GenericKubernetesResource.class);
    }
}
