// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An object as a flat table from path to value. Times within values are left out: no two clusters have the same. */
final class Leaves {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
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
            String value = node.isValueNode() ? node.asText() : node.toString();
            leaves.put(path, TIME.matcher(value).replaceAll("(a time)"));
        }
    }
}
