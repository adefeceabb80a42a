// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads which fields an API server did not know. It refuses an apply with such a field as a whole, as an internal error
 * (500), and names only the first one of each object.
 */
final class UndeclaredFields {
    private static final Pattern REFUSED =
            Pattern.compile("(?:: |\\n\\s*)(\\.spec\\.[^\\n]*?): field not declared in schema");
    private static final Pattern STEP =
            Pattern.compile("\\.(?<field>[^.\\[]+)|\\[(?<key>(?:[^\\]\"]|\"(?:[^\"\\\\]|\\\\.)*\")+)]");
    private static final Pattern KEY = Pattern.compile("(?<name>\\w+)=\"?(?<value>(?:[^\",\\\\]|\\\\.)*)\"?");

    private UndeclaredFields() {}

    /** Removes the fields that a refusal names from an object, and returns the paths of those that were in it. */
    static List<String> remove(String refusal, Map<String, Object> from) {
        List<String> removed = new ArrayList<>();
        Matcher refused = REFUSED.matcher(refusal);
        while (refused.find()) {
            remove("", from, STEP.matcher(refused.group(1))).ifPresent(removed::add);
        }
        return removed;
    }

    private static Optional<String> remove(String path, @Nullable Object node, Matcher steps) {
        if (!steps.find()) {
            return Optional.empty();
        }
        if (node instanceof List<?> list) {
            int index = indexOf(list, steps.group("key"));
            return index < 0 ? Optional.empty() : remove(path + "[" + index + "]", list.get(index), steps);
        }
        String field = steps.group("field");
        if (field == null || !(node instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        String here = FieldPath.child(path, field);
        if (steps.end() == steps.regionEnd()) {
            return map.remove(field) == null ? Optional.empty() : Optional.of(here);
        }
        return remove(here, map.get(field), steps);
    }

    /** Elements are named by position, or by their keys in a list that is a map. */
    private static int indexOf(List<?> list, @Nullable String key) {
        if (key == null) {
            return -1;
        }
        for (int i = 0; i < list.size(); i++) {
            if (key.equals(String.valueOf(i)) || (list.get(i) instanceof Map<?, ?> element && hasKeys(element, key))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hasKeys(Map<?, ?> element, String keys) {
        Matcher key = KEY.matcher(keys);
        boolean any = false;
        while (key.find()) {
            Object value = element.get(key.group("name"));
            // A key that the schema fills with its default is not in the intent.
            if (value != null && !key.group("value").equals(value.toString())) {
                return false;
            }
            any |= value != null;
        }
        return any;
    }
}
