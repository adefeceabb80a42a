// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of objects what may be secret: values that people write into a DataStore, environment variables of
 * containers, and copies of whole objects in annotations. Secrets themselves are never read into an answer.
 */
final class Redaction {
    static final String HIDDEN = "(hidden)";

    private static final Set<String> SECRET_KEYS =
            Set.of("content", "password", "token", "secret", "privatekey", "accesskey", "secretkey", "apikey", "data");
    private static final String COPY = "kubectl.kubernetes.io/last-applied-configuration";
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Redaction() {}

    /** The object as a tree, without what may be secret. */
    static Map<String, Object> of(HasMetadata object) {
        return map("", MAPPER.convertValue(object, OBJECT));
    }

    /** Whether the leaf at this path may be secret. */
    static boolean hides(String path) {
        String key = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]$", "");
        return SECRET_KEYS.contains(key.toLowerCase(Locale.ROOT))
                || path.endsWith(COPY)
                || path.matches(".*\\benv\\[\\d+]\\.value");
    }

    private static Map<String, Object> map(String path, Map<?, ?> source) {
        Map<String, Object> result = new LinkedHashMap<>();
        source.forEach((key, value) -> {
            if (!key.equals("managedFields")) {
                result.put(String.valueOf(key), value(path + "." + key, value));
            }
        });
        return result;
    }

    private static @Nullable Object value(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map(path, map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            for (int index = 0; index < list.size(); index++) {
                result.add(value(path + "[" + index + "]", list.get(index)));
            }
            return result;
        }
        return value != null && hides(path) ? HIDDEN : value;
    }
}
