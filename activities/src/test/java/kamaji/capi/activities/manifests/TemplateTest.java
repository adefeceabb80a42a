// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Set<String> GIVEN_BY_CLUSTERCTL = Set.of("CLUSTER_NAME", "KUBERNETES_VERSION");
    private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

    static List<Path> folders() {
        return Template.all().stream()
                .map(template -> Objects.requireNonNull(template.file().getParent()))
                .filter(folder -> !folder.endsWith("samples"))
                .distinct()
                .toList();
    }

    private static String page(String kind) {
        return Template.read(Template.file("docs/providers/" + kind + ".md"));
    }

    static List<Template> templates() {
        return Template.all();
    }

    /** A value for each variable without a default. */
    static Map<String, String> values() {
        Properties read = new Properties();
        try (InputStream in = TemplateTest.class.getResourceAsStream("sample-values.properties")) {
            read.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> values = new HashMap<>();
        read.stringPropertyNames().forEach(name -> values.put(name, read.getProperty(name)));
        return values;
    }

    @Test
    void aVariableWithoutValueAndDefaultIsRefusedByItsName() {
        Template template = new Template(Path.of("a.yaml"), "kind: ${KNOWN:=A}\nmetadata: {name: '${UNKNOWN}'}");

        assertThatThrownBy(() -> template.render(Map.of())).hasMessageContaining("UNKNOWN");
        assertThat(template.render(Map.of("UNKNOWN", "b")).get(0).getKind()).isEqualTo("A");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyVariableHasAValue(Template template) {
        assertThat(template.render(values()))
                .allSatisfy(object -> assertThat(object.getKind()).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("folders")
    void thePageOfAKindNamesItsTemplatesItsPermissionsAndEachValueToGive(Path folder) {
        String kind = Objects.requireNonNull(folder.getFileName()).toString();
        String page = page(kind);

        String permissions = "deploy/rbac/infrastructure-" + kind.replace("-", "") + ".yaml";
        assertThat(page).contains(permissions);
        assertThat(Template.file(permissions)).exists();
        assertThat(Template.in(folder)).isNotEmpty().allSatisfy(template -> {
            assertThat(page)
                    .contains("deploy/templates/" + kind + "/" + template.file().getFileName());
            assertThat(template.required())
                    .allSatisfy(
                            name -> assertThat(GIVEN_BY_CLUSTERCTL.contains(name) || page.contains("`" + name + "`"))
                                    .as(name)
                                    .isTrue());
        });
    }

    @ParameterizedTest
    @MethodSource("folders")
    void whatThePageShowsIsPartOfItsTemplate(Path folder) {
        String kind = Objects.requireNonNull(folder.getFileName()).toString();
        List<String> shown = YAML_BLOCK
                .matcher(page(kind))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(block -> assertThat(Template.in(folder))
                        .anySatisfy(template -> assertThat(template.text()).contains(block)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"metal3", "metal-stack"})
    void whereNothingIsWrittenTheEndpointIsTheSameOnAllSides(String kind) {
        Path file = Template.file("deploy/templates/" + kind + "/cluster-template.yaml");
        List<GenericKubernetesResource> objects = new Template(file, Template.read(file)).render(values());

        assertThat(field(objects.get(1), "controlPlaneEndpoint", "host"))
                .isNotNull()
                .isEqualTo(field(objects.get(2), "network", "serviceAddress"));
        assertThat(field(objects.get(1), "controlPlaneEndpoint", "port"))
                .isNotNull()
                .isEqualTo(field(objects.get(0), "clusterNetwork", "apiServerPort"));
    }

    private static Object field(GenericKubernetesResource object, String parent, String name) {
        return object.get("spec", parent, name);
    }
}
