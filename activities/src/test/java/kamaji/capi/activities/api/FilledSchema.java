// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes an object that uses every field of a schema, with values other than the defaults where there is a choice. */
final class FilledSchema {
    private static final Map<String, Object> MEANINGFUL = Map.ofEntries(
            Map.entry("version", "v1.33.1"),
            Map.entry("network.serviceType", "LoadBalancer"),
            Map.entry("network.advertiseAddress", "192.0.2.7"),
            Map.entry("network.loadBalancerConfig.loadBalancerSourceRanges[]", "192.0.2.0/24"),
            Map.entry("conditions[].type", "Filled"),
            Map.entry("conditions[].reason", "Filled"));

    private final Set<String> left;
    private int leaves;

    private FilledSchema(Set<String> left) {
        this.left = left;
    }

    /**
     * Fills a schema.
     *
     * @param left paths that stay empty, as a rule forbids them beside others
     */
    static Filled of(JsonNode schema, Set<String> left) {
        FilledSchema filling = new FilledSchema(left);
        return new Filled(filling.value("", schema), filling.leaves);
    }

    record Filled(Object value, int leaves) {}

    private Object value(String path, JsonNode schema) {
        Object meaningful = MEANINGFUL.get(path);
        if (meaningful != null) {
            return leaf(meaningful);
        }
        if (schema.has("enum")) {
            JsonNode values = schema.get("enum");
            return leaf(values.get(values.size() - 1).asText());
        }
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return leaf("1");
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(path, schema);
            case "array" -> List.of(value(path + "[]", schema.get("items")));
            case "integer" -> leaf(Math.max(7, schema.path("minimum").asInt(0)));
            case "boolean" -> leaf(!schema.path("default").asBoolean(false));
            case "string" -> leaf(text(path, schema));
            default -> leaf(Map.of("anything", List.of(1, "two", Map.of("three", true))));
        };
    }

    private Object leaf(Object value) {
        leaves++;
        return value;
    }

    private Object object(String path, JsonNode schema) {
        Map<String, Object> object = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(field -> {
            String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (!left.contains(child)) {
                object.put(field.getKey(), value(child, field.getValue()));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            object.put("key", value(path + "{}", schema.get("additionalProperties")));
        }
        return object;
    }

    private static String text(String path, JsonNode schema) {
        return schema.path("format").asText().equals("date-time")
                ? "2026-01-01T00:00:00Z"
                : path.substring(path.lastIndexOf('.') + 1)
                                .replaceAll("\\W", "")
                                .toLowerCase(Locale.ROOT)
                        + "-text";
    }
}
