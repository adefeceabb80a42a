// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomResourceDefinitionsTest {
    private static final String CRD = """
            kind: CustomResourceDefinition
            apiVersion: apiextensions.k8s.io/v1
            metadata: {name: %s}
            """;

    @TempDir
    Path folder;

    @Test
    void documentsAreSplitAndEmptyOnesDropped() {
        String yaml = "# licence\n---\n" + CRD.formatted("a.test") + "---\n" + CRD.formatted("b.test") + "---\n\n";
        assertThat(CustomResourceDefinitions.parse(yaml))
                .extracting(crd -> crd.getMetadata().getName())
                .containsExactly("a.test", "b.test");
    }

    @Test
    void otherKindIsRefusedByName() {
        assertThatThrownBy(() -> CustomResourceDefinitions.parse("kind: Secret\napiVersion: v1\n"))
                .hasMessageContaining("found kind Secret");
    }

    @Test
    void yamlFilesOfAFolderAreReadInTheOrderOfTheirNames() throws Exception {
        Files.writeString(folder.resolve("b.yaml"), "second");
        Files.writeString(folder.resolve("a.yaml"), "first");
        Files.writeString(folder.resolve("README.md"), "none");
        assertThat(CustomResourceDefinitions.read(folder)).containsExactly("first", "second");
        assertThat(CustomResourceDefinitions.read(folder.resolve("b.yaml"))).containsExactly("second");
    }
}
