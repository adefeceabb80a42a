// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** YAML of tests as maps. */
final class Documents {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Documents() {}

    static Map<String, Object> read(String yaml) {
        try {
            return YAML.readValue(yaml, OBJECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> all(String resource) {
        try (InputStream stream = Objects.requireNonNull(Documents.class.getResourceAsStream(resource), resource);
                MappingIterator<Map<String, Object>> documents =
                        YAML.readerFor(OBJECT).readValues(stream)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a JSON merge patch: null takes a field away. */
    static Map<String, Object> merged(Map<String, Object> base, Map<String, Object> change) {
        Map<String, Object> merged = new TreeMap<>(base);
        change.forEach((field, value) -> {
            if (value == null) {
                merged.remove(field);
            } else if (value instanceof Map<?, ?>) {
                merged.put(field, merged(object(merged, field), object(change, field)));
            } else {
                merged.put(field, value);
            }
        });
        return merged;
    }

    @SuppressWarnings("unchecked") // a test that puts something else there fails, as it should
    static Map<String, Object> object(Map<String, Object> parent, String field) {
        @Nullable Object value = parent.get(field);
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
