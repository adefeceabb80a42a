// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final Map<String, String> FILES =
            new TreeMap<>(Map.of("about.json", "{}", "objects/a.yaml", "x: ä\n".repeat(400), "empty", ""));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void tarReadsWhatWasWritten() throws IOException, InterruptedException {
        Path archive = folder.resolve("a.tar.gz");
        Archive.write(archive, FILES, Instant.EPOCH);

        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(tar.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        assertThatFilesAreIn(folder);
    }

    @Test
    void orTheyGoIntoAFolder() throws IOException {
        Archive.write(folder.resolve("plain"), FILES, Instant.EPOCH);

        assertThatFilesAreIn(folder.resolve("plain"));
    }

    private static void assertThatFilesAreIn(Path where) {
        FILES.forEach((name, content) -> assertThat(where.resolve(name)).hasContent(content));
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path archive = Files.writeString(folder.resolve("a.tgz"), "kept");

        assertThatThrownBy(() -> Archive.write(archive, FILES, Instant.EPOCH))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(archive).hasContent("kept");
    }
}
