// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** An object as a flat table from path to value. */
final class Leaves {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Leaves() {}

    static Map<String, String> of(Object object) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", MAPPER.valueToTree(object), leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            int index = 0;
            for (JsonNode item : node) {
                String key = item.path("type").isTextual() ? item.path("type").asText() : String.valueOf(index);
                collect(path + "/" + key, item, leaves);
                index++;
            }
        } else if (!node.isMissingNode() && !node.isNull()) {
            leaves.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
