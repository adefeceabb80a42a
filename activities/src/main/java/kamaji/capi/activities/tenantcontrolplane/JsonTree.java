// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import com.fasterxml.jackson.databind.ObjectMapper;
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
        Object json = JSON.convertValue(value, Object.class);
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
