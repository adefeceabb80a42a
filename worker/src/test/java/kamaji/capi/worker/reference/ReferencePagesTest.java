// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what the code says. {@code docs/generate} runs this with the pages to be written. */
class ReferencePagesTest {
    private static final Path FOLDER = Path.of(System.getProperty("checkout.root"), "docs/reference");

    static Iterable<Map.Entry<String, String>> pages() {
        return ReferencePages.all().entrySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void isUpToDate(Map.Entry<String, String> page) throws IOException {
        Path file = FOLDER.resolve(page.getKey());
        if (Boolean.getBoolean("references.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, page.getValue());
        }

        assertThat(file).as("out of date: run docs/generate").exists().hasContent(page.getValue());
    }
}
