// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and builds the plain maps and lists that JSON objects consist of. */
public final class Trees {
    private Trees() {}

    /** The value at a path, or null when any part of the path is absent. */
    public static @Nullable Object at(@Nullable Object tree, String... path) {
        Object value = tree;
        for (String step : path) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    /** The text at a path, or an empty string. */
    public static String text(@Nullable Object tree, String... path) {
        Object value = at(tree, path);
        return value == null ? "" : value.toString();
    }

    /** The whole number at a path, or the fallback. */
    public static long number(@Nullable Object tree, long fallback, String... path) {
        return at(tree, path) instanceof Number number ? number.longValue() : fallback;
    }

    /** The list at a path, or an empty one. */
    public static List<?> list(@Nullable Object tree, String... path) {
        return at(tree, path) instanceof List<?> list ? list : List.of();
    }

    /** A copy of the object at a path with its fields in order, or an empty one. */
    public static Map<String, Object> map(@Nullable Object tree, String... path) {
        Map<String, Object> copy = new TreeMap<>();
        if (at(tree, path) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key != null && value != null) {
                    copy.put(key.toString(), value);
                }
            });
        }
        return copy;
    }

    /** The value wrapped into one object for each step of the path. */
    public static Map<String, Object> nest(Object value, String... path) {
        Object wrapped = value;
        for (int step = path.length - 1; step >= 0; step--) {
            Map<String, Object> outer = new LinkedHashMap<>();
            outer.put(path[step], wrapped);
            wrapped = outer;
        }
        return map(wrapped);
    }

    /** Both trees in one; where both have a value that is no object, the second one's stays. */
    public static Map<String, Object> merge(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> merged = new LinkedHashMap<>(first);
        second.forEach((key, value) -> {
            boolean both = merged.get(key) instanceof Map<?, ?> && value instanceof Map<?, ?>;
            merged.put(key, both ? merge(map(merged.get(key)), map(value)) : value);
        });
        return merged;
    }

    /** A copy without nulls and empty objects, with fields in order, so that equal meanings compare equal. */
    public static @Nullable Object pruned(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?>)) {
            return tree;
        }
        Map<String, Object> kept = new TreeMap<>();
        map(tree).forEach((key, value) -> {
            Object inner = pruned(value);
            if (inner != null) {
                kept.put(key, inner);
            }
        });
        return kept.isEmpty() ? null : kept;
    }

    /** True when both mean the same: absent and empty are equal, and so are numbers of any Java type. */
    public static boolean same(@Nullable Object one, @Nullable Object other) {
        return String.valueOf(pruned(one)).equals(String.valueOf(pruned(other)));
    }
}
