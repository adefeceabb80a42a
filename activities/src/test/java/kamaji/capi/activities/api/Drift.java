// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Walks a schema and a Java type side by side and notes where they say different things. */
final class Drift {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> found = new ArrayList<>();

    private Drift() {}

    static List<String> between(JsonNode schema, Type type) {
        Drift drift = new Drift();
        drift.compare("", schema, JSON.constructType(type));
        return drift.found;
    }

    private void compare(String path, JsonNode schema, JavaType type) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            expect(path, type, Set.of(IntOrString.class, Quantity.class));
        } else if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            expect(path, type, Set.of(Object.class));
        } else {
            switch (schema.path("type").asText()) {
                case "string" -> expect(path, type, Set.of(String.class));
                case "boolean" -> expect(path, type, Set.of(Boolean.class));
                case "integer" -> integer(path, schema, type);
                case "array" -> array(path, schema, type);
                case "object" -> object(path, schema, type);
                default -> found.add(path + ": schema without a type that is known here");
            }
        }
    }

    private void expect(String path, JavaType type, Set<Class<?>> fitting) {
        if (!fitting.contains(type.getRawClass())) {
            found.add(path + ": " + type.getRawClass().getName() + " does not hold what the schema says");
        }
    }

    private void integer(String path, JsonNode schema, JavaType type) {
        switch (schema.path("format").asText()) {
            case "int32" -> expect(path, type, Set.of(Integer.class));
            case "int64" -> expect(path, type, Set.of(Long.class));
            default -> found.add(path + ": integer without a format");
        }
    }

    private void array(String path, JsonNode schema, JavaType type) {
        if (type.isCollectionLikeType()) {
            compare(path + "[]", schema.get("items"), type.getContentType());
        } else {
            found.add(path + ": no list in Java");
        }
    }

    private void object(String path, JsonNode schema, JavaType type) {
        if (schema.has("additionalProperties")) {
            if (type.isMapLikeType()) {
                compare(path + "{}", schema.get("additionalProperties"), type.getContentType());
            } else {
                found.add(path + ": no map in Java");
            }
        } else if (schema.has("properties")) {
            properties(path, schema.get("properties"), type);
        }
    }

    private void properties(String path, JsonNode schemas, JavaType type) {
        Map<String, JavaType> components = components(type);
        schemas.properties().forEach(property -> {
            JavaType component = components.remove(property.getKey());
            if (component == null) {
                found.add(path + "." + property.getKey() + ": not in Java");
            } else {
                compare(path + "." + property.getKey(), property.getValue(), component);
            }
        });
        // The client's core/v1 types may be newer than the schema; ours may not.
        if (type.getRawClass().isRecord()) {
            components.keySet().forEach(name -> found.add(path + "." + name + ": not in the schema"));
        }
    }

    private static Map<String, JavaType> components(JavaType type) {
        Map<String, JavaType> components = new TreeMap<>();
        for (BeanPropertyDefinition property :
                JSON.getDeserializationConfig().introspect(type).findProperties()) {
            components.put(property.getName(), property.getPrimaryType());
        }
        return components;
    }
}
