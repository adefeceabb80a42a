// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the programs and libraries of a Java runtime link to, and those that jars bring along and load at run time: Netty
 * falls back to Java's own TLS without a word where its library does not find one of these.
 *
 * @param runtime its folder
 */
record SharedLibraries(Path runtime) {
    /** Where ELF files say what processor they are for. */
    private static final int MACHINE = 18;

    /** Files of the build machine outside of the runtime, by the names under which they are looked for. */
    Set<Path> neededBy(Path jars) throws IOException {
        Set<Path> needed = new TreeSet<>();
        for (Path file : files(runtime, "")) {
            if (file.endsWith("bin/java") || file.toString().endsWith(".so")) {
                needed.addAll(linked(file));
            }
        }
        for (Path jar : files(jars, ".jar")) {
            needed.addAll(neededInside(jar));
        }
        return needed;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .toList();
        }
    }

    private Set<Path> neededInside(Path jar) throws IOException {
        Set<Path> needed = new TreeSet<>();
        byte[] machine = machine(runtime.resolve("bin/java"));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            for (Path library : files(inside.getPath("/"), ".so")) {
                if (Arrays.equals(machine, machine(library))) {
                    needed.addAll(linkedOutside(library));
                }
            }
        }
        return needed;
    }

    private static byte[] machine(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(MACHINE);
            return in.readNBytes(2);
        }
    }

    private List<Path> linkedOutside(Path library) throws IOException {
        Path unpacked = Files.createTempFile("library", ".so");
        try {
            Files.write(unpacked, Files.readAllBytes(library));
            return linked(unpacked);
        } finally {
            Files.delete(unpacked);
        }
    }

    /** Lines such as {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)} and {@code /lib64/ld-linux-x86-64.so.2 (0x…)}. */
    private List<Path> linked(Path file) {
        return Commands.run("ldd", file.toString())
                .lines()
                .map(line -> line.replaceFirst("^.*=> ", "").strip().replaceFirst(" \\(0x.*", ""))
                .filter(path -> path.startsWith("/")
                        && !path.startsWith(runtime.toAbsolutePath().toString()))
                .map(Path::of)
                .toList();
    }
}
