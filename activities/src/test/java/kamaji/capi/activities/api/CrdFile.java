// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** One CRD of the checkout. */
record CrdFile(JsonNode root) {
    static final Path FOLDER =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root"), "checkout.root"), "deploy", "crds");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static CrdFile of(String plural) {
        return at(FOLDER.resolve("controlplane.cluster.x-k8s.io_" + plural + ".yaml"));
    }

    static CrdFile at(Path file) {
        try {
            return new CrdFile(YAML.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode version(String name) {
        return StreamSupport.stream(root.at("/spec/versions").spliterator(), false)
                .filter(version -> version.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    JsonNode schema(String version) {
        return version(version).at("/schema/openAPIV3Schema");
    }
}
