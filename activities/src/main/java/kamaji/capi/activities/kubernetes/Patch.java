// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A patch of one object.
 *
 * @param namespace of the object
 * @param name of the object
 * @param json the body
 */
public record Patch(String namespace, String name, String json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One operation of a JSON patch; a null value is left out. */
    public record Operation(
            String op, String path, @Nullable Object value) {
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>(Map.of("op", op, "path", path));
            if (value != null) {
                map.put("value", value);
            }
            return map;
        }
    }

    /** A merge patch that only the very object that was read takes, whatever has become of it since. */
    public static Patch ofUid(HasMetadata live, String field, Object value) {
        return merge(live, Map.of("uid", live.getMetadata().getUid()), field, value);
    }

    /** A merge patch that changes nothing, and that only the very object that was read takes. */
    public static Patch ofUid(HasMetadata live) {
        return of(live, Map.of("metadata", Map.of("uid", live.getMetadata().getUid())));
    }

    /** A merge patch that the object takes only while it has this resource version. */
    public static Patch ofVersion(HasMetadata live, String resourceVersion, String field, Object value) {
        return merge(
                live, Map.of("uid", live.getMetadata().getUid(), "resourceVersion", resourceVersion), field, value);
    }

    /** A merge patch of labels that only the very object that was read takes. */
    public static Patch ofLabels(HasMetadata live, Map<String, String> labels) {
        return of(live, Map.of("metadata", Map.of("uid", live.getMetadata().getUid(), "labels", labels)));
    }

    /** A merge patch of annotations that only the very object that was read takes. */
    public static Patch ofAnnotations(HasMetadata live, Map<String, String> annotations) {
        return of(live, Map.of("metadata", Map.of("uid", live.getMetadata().getUid(), "annotations", annotations)));
    }

    /** A JSON patch that the object takes only while it is as it was read. */
    public static Patch ofOperations(HasMetadata live, List<Operation> operations) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(new Operation(
                        "test",
                        "/metadata/resourceVersion",
                        Objects.requireNonNull(live.getMetadata().getResourceVersion()))
                .toMap());
        operations.forEach(operation -> all.add(operation.toMap()));
        return of(live, all);
    }

    /** A key as one segment of a JSON pointer. */
    public static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static Patch merge(HasMetadata live, Map<String, String> metadata, String field, Object value) {
        return of(live, Map.of("metadata", metadata, field, value));
    }

    private static Patch of(HasMetadata live, Object body) {
        try {
            return new Patch(
                    live.getMetadata().getNamespace(), live.getMetadata().getName(), JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + body.getClass(), e);
        }
    }
}
