// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The TenantControlPlane schema of older releases, made of the newest by taking out what came after them. */
final class KamajiReleases {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SPEC = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    private static final String RULES = "x-kubernetes-validations";

    private KamajiReleases() {}

    /** Releases that brought fields, oldest first, with those fields as paths below the spec. */
    static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        try (InputStream rows =
                Objects.requireNonNull(KamajiReleases.class.getResourceAsStream("kamaji-releases.csv"))) {
            new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",\\s*", 2))
                    .forEach(row -> table.computeIfAbsent(row[0], release -> new ArrayList<>())
                            .add(row[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** What a release does not know. */
    static List<String> after(String release) {
        List<String> releases = List.copyOf(table().keySet());
        assertThat(releases).contains(release);
        return releases.subList(releases.indexOf(release) + 1, releases.size()).stream()
                .map(later -> Objects.requireNonNull(table().get(later)))
                .flatMap(Collection::stream)
                .toList();
    }

    /** The CustomResourceDefinition of a release. */
    static InputStream definition(String release) {
        try {
            JsonNode definition = YAML.readTree(ServedTenantControlPlaneIT.crds()
                    .resolve("tenantcontrolplanes.yaml")
                    .toFile());
            after(release).forEach(path -> remove(definition.at(SPEC), List.of(path.split("\\."))));
            return new ByteArrayInputStream(YAML.writeValueAsBytes(definition));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes out a field with the rules and defaults on the way to it that speak of it. */
    private static void remove(JsonNode root, List<String> path) {
        JsonNode schema = root;
        String field = path.get(path.size() - 1);
        for (String step : path.subList(0, path.size() - 1)) {
            withoutRules(schema, field);
            schema = schema.path("properties").path(step);
        }
        withoutRules(schema, field);
        if (schema.get("default") instanceof ObjectNode defaults) {
            defaults.remove(field);
        }
        assertThat(((ObjectNode) schema.path("properties")).remove(field))
                .as("%s is in the newest schema", path)
                .isNotNull();
    }

    private static void withoutRules(JsonNode schema, String field) {
        if (schema.get(RULES) instanceof ArrayNode rules) {
            ArrayNode others = rules.deepCopy().removeAll();
            rules.forEach(rule -> {
                if (!rule.path("rule").asText().contains(field)) {
                    others.add(rule);
                }
            });
            ((ObjectNode) schema).set(RULES, others);
        }
    }
}
