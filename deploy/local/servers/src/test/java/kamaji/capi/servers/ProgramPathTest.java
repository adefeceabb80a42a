// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPathTest {
    @TempDir
    Path folder;

    @Test
    void firstExecutableOnThePathWins() throws Exception {
        Path plainFile = file("a", false);
        Path first = file("b", true);
        Path second = file("c", true);
        String path = String.join(
                File.pathSeparator, "", folder(plainFile), folder(first), folder(second), "/does/not/exist");
        assertThat(ProgramPath.find("tool", path)).contains(first);
    }

    @Test
    void nothingIsFoundWithoutPathOrProgram() {
        assertThat(ProgramPath.find("tool", null)).isEmpty();
        assertThat(ProgramPath.find("tool", folder.toString())).isEmpty();
    }

    @Test
    void folderOfThatNameIsNoProgram() throws Exception {
        Files.createDirectory(folder.resolve("tool"));
        assertThat(ProgramPath.find("tool", folder.toString())).isEmpty();
    }

    private Path file(String parent, boolean executable) throws Exception {
        Path file =
                Files.createFile(Files.createDirectory(folder.resolve(parent)).resolve("tool"));
        assertThat(file.toFile().setExecutable(executable)).isTrue();
        return file;
    }

    private static String folder(Path file) {
        return String.valueOf(file.getParent());
    }
}
