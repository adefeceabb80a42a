// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects for tests, written as YAML on one line. */
final class Yaml {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    static String toJson(String yaml) {
        return read(yaml).toString();
    }

    /** The spec with v1.33.1 as its version. */
    static String withVersion(String spec) {
        return ((ObjectNode) read(spec)).put("version", "v1.33.1").toString();
    }

    /** Creates an object named a. */
    static void create(KubernetesClient client, String version, String kind, String namespace, String spec) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", KamajiControlPlane.GROUP + "/" + version).put("kind", kind);
        object.putObject("metadata").put("namespace", namespace).put("name", "a");
        object.set("spec", read(spec));
        client.resource(JSON.convertValue(object, GenericKubernetesResource.class))
                .create();
    }

    private static JsonNode read(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
