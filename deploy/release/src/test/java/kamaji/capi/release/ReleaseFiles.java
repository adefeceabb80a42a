// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The sources in the checkout, and the objects in their texts. */
final class ReleaseFiles {
    private ReleaseFiles() {}

    static Sources sources() {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
        return new Sources(root.resolve("deploy"), "1.0.0");
    }

    static List<GenericKubernetesResource> objects(String yaml) {
        return Stream.of(yaml.split("(?m)^---$"))
                .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
                .toList();
    }

    static String identity(GenericKubernetesResource object) {
        return object.getApiVersion() + " " + object.getKind() + " "
                + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
