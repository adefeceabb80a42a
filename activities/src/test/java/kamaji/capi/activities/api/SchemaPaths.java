// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What one version of a CRD says, path by path and aspect by aspect; texts for people are left out. */
final class SchemaPaths {
    private static final Set<String> CHILDREN =
            Set.of("description", "properties", "items", "additionalProperties", "x-kubernetes-validations");
    private static final Set<String> SETS = Set.of("required", "enum", "categories", "shortNames");

    private final Map<String, Map<String, String>> paths = new TreeMap<>();

    private SchemaPaths() {}

    static Map<String, Map<String, String>> of(CrdFile crd, String version) {
        SchemaPaths walk = new SchemaPaths();
        walk.names(crd.root().get("spec"));
        walk.version(crd.version(version));
        walk.schema("", crd.schema(version));
        return walk.paths;
    }

    private void names(JsonNode spec) {
        Map<String, String> aspects = at("(names)");
        aspects.put("group", spec.get("group").toString());
        aspects.put("scope", spec.get("scope").toString());
        spec.get("names")
                .properties()
                .forEach(name -> aspects.put(name.getKey(), value(name.getKey(), name.getValue())));
    }

    private void version(JsonNode version) {
        Map<String, String> aspects = at("(version)");
        aspects.put("served", version.get("served").toString());
        aspects.put("storage", version.get("storage").toString());
        version.path("subresources").properties().forEach(subresource -> {
            aspects.put("subresource " + subresource.getKey(), "yes");
            subresource
                    .getValue()
                    .properties()
                    .forEach(path -> aspects.put(path.getKey(), path.getValue().asText()));
        });
        int position = 0;
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            position++;
            aspects.put(
                    "column " + position,
                    column.path("name").asText() + " " + column.path("type").asText() + " "
                            + column.path("jsonPath").asText()
                            + column.path("format").asText()
                            + column.path("priority").asText());
        }
    }

    private void schema(String path, JsonNode schema) {
        Map<String, String> aspects = at(path.isEmpty() ? "." : path);
        schema.properties().forEach(aspect -> {
            if (!CHILDREN.contains(aspect.getKey())) {
                aspects.put(aspect.getKey(), value(aspect.getKey(), aspect.getValue()));
            }
        });
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            aspects.put("rule " + rule.get("rule").asText(), "yes");
        }
        schema.path("properties")
                .properties()
                .forEach(child ->
                        schema(path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue()));
        if (schema.has("items")) {
            schema(path + "[]", schema.get("items"));
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject()) {
            schema(path + "{}", others);
        } else if (others.isBoolean()) {
            aspects.put("additionalProperties", others.toString());
        }
    }

    private Map<String, String> at(String path) {
        return paths.computeIfAbsent(path, missing -> new TreeMap<>());
    }

    private static String value(String aspect, JsonNode value) {
        if (!SETS.contains(aspect)) {
            return value.toString();
        }
        Set<String> sorted = new TreeSet<>();
        StreamSupport.stream(value.spliterator(), false).forEach(element -> sorted.add(element.asText()));
        return sorted.toString();
    }
}
