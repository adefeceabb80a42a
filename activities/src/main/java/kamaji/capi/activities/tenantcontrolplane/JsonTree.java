// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects a JSON object by the paths of its leaves. What is null or empty is left out, since applying an empty leaf
 * would claim it; an object whose mere presence means something is put with {@link #present}.
 */
final class JsonTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> root = new TreeMap<>();

    /** Puts a value at a path of names with dots between them. The value may be anything Jackson can write. */
    JsonTree put(String path, @Nullable Object value) {
        Object json = isLeaf(value) ? value : JSON.convertValue(value, Object.class);
        if (json == null || isEmpty(json)) {
            return this;
        }
        int dot = path.lastIndexOf('.');
        parent(dot < 0 ? "" : path.substring(0, dot)).put(path.substring(dot + 1), json);
        return this;
    }

    /** Puts an object at a path even when nothing will be put below it. */
    JsonTree present(String path) {
        parent(path);
        return this;
    }

    Map<String, Object> toMap() {
        return root;
    }

    /** What stands at a path, null when nothing does. */
    static @Nullable Object at(Object root, List<String> path) {
        Object value = root;
        for (String field : path) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return value;
    }

    /** A copy that shares no object and no list. */
    static Map<String, Object> copy(Map<String, Object> object) {
        Map<String, Object> copy = new TreeMap<>();
        object.forEach((field, value) -> copy.put(field, copyOf(value)));
        return copy;
    }

    @SuppressWarnings("unchecked") // objects in JSON have text as keys
    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy((Map<String, Object>) map);
        }
        return value instanceof List<?> list
                ? new ArrayList<>(list.stream().map(JsonTree::copyOf).toList())
                : value;
    }

    /** Most values are what JSON has too, and need no conversion. */
    private static boolean isLeaf(@Nullable Object value) {
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer;
    }

    private static boolean isEmpty(Object json) {
        return (json instanceof String text && text.isEmpty())
                || (json instanceof Collection<?> list && list.isEmpty())
                || (json instanceof Map<?, ?> map && map.isEmpty());
    }

    @SuppressWarnings("unchecked") // every object on the way was made here
    private Map<String, Object> parent(String path) {
        Map<String, Object> object = root;
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            object = (Map<String, Object>) object.computeIfAbsent(name, missing -> new TreeMap<String, Object>());
        }
        return object;
    }
}
