// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of objects whose types we do not own. A field of another type than expected reads as absent: what a
 * foreign object holds is never a reason to fail here.
 */
final class Fields {
    private Fields() {}

    static @Nullable Object at(GenericKubernetesResource resource, String... path) {
        Object value = resource.getAdditionalProperties();
        for (String field : path) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            value = map.get(field);
        }
        return value;
    }

    /** The text at a path, null when absent or empty. */
    static @Nullable String text(GenericKubernetesResource resource, String... path) {
        return at(resource, path) instanceof String text && !text.isEmpty() ? text : null;
    }

    static @Nullable Integer integer(GenericKubernetesResource resource, String... path) {
        return at(resource, path) instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }

    static @Nullable Boolean flag(GenericKubernetesResource resource, String... path) {
        return at(resource, path) instanceof Boolean flag ? flag : null;
    }

    /** The texts of the list at a path, empty when absent. */
    static List<String> texts(GenericKubernetesResource resource, String... path) {
        return at(resource, path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
