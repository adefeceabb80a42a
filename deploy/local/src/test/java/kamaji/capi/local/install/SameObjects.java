// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a tool renders with what we wrote: the same objects, each with everything that we say and maybe more. */
final class SameObjects {
    private SameObjects() {}

    static void assertAllOf(String written, String rendered) {
        Map<String, JsonNode> expected = byName(written);
        Map<String, JsonNode> actual = byName(rendered);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        List<String> lost = new ArrayList<>();
        expected.forEach((name, object) -> compare(name, object, actual.get(name), lost));
        assertThat(lost).isEmpty();
    }

    /** The object of this kind and name, such as {@code Deployment/name}. */
    static JsonNode object(String yaml, String name) {
        return Objects.requireNonNull(byName(yaml).get(name), name);
    }

    /** Objects by kind and name. */
    static Map<String, JsonNode> byName(String yaml) {
        Map<String, JsonNode> objects = new TreeMap<>();
        Stream.of(yaml.split("(?m)^---\\s*$"))
                .filter(text -> text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(text -> Serialization.unmarshal(text, JsonNode.class))
                .forEach(object -> {
                    String name = object.path("kind").asText() + "/"
                            + object.path("metadata").path("name").asText();
                    assertThat(objects.put(name, object)).as(name).isNull();
                });
        return objects;
    }

    private static void compare(String path, JsonNode expected, @Nullable JsonNode actual, List<String> lost) {
        if (actual == null) {
            lost.add(path + " is missing");
        } else if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                compare(path + "." + field.getKey(), field.getValue(), actual.get(field.getKey()), lost);
            }
        } else if (expected.isArray() && actual.size() == expected.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i), lost);
            }
        } else if (!expected.equals(actual)) {
            lost.add(path + ": " + expected + " became " + actual);
        }
    }
}
