// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds programs in the folders of a PATH variable. */
final class ProgramPath {
    private ProgramPath() {}

    static Optional<Path> find(String program, @Nullable String searchPath) {
        return folders(searchPath)
                .map(folder -> Path.of(folder).resolve(program))
                .filter(ProgramPath::isProgram)
                .findFirst();
    }

    static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Stream<String> folders(@Nullable String searchPath) {
        return searchPath == null
                ? Stream.empty()
                : Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(searchPath)
                        .filter(folder -> !folder.isEmpty());
    }
}
