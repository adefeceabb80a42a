// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything in the image: a Java runtime cut down to what the provider uses, the system libraries that it links to, the
 * provider. No shell, no package manager. Made of what the build machine has, so it is for the same kind of machine.
 */
public final class RootFilesystem {
    /** What jdeps finds, without desktop and compiler, which only optional parts of libraries name. */
    private static final String MODULES = "java.base,java.logging,java.management,java.naming,java.net.http,"
            + "java.security.jgss,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported";

    private static final String HOME = "opt/kamaji-provider";
    private static final String JAVA = "usr/lib/java";
    private static final int NATIVE_ACCESS = 24;

    private final Path root;
    private final Path jdk;

    private RootFilesystem(Path root, Path jdk) {
        this.root = root;
        this.jdk = jdk;
    }

    /** Arguments: the packaged provider, the folder to make, the JDK to take the runtime from, the file for packages. */
    public static void main(String[] arguments) throws IOException {
        RootFilesystem image = new RootFilesystem(Path.of(arguments[1]), Path.of(arguments[2]));
        Folders.remove(image.root);
        Files.createDirectories(image.root.resolve("usr/lib"));
        image.addRuntime();
        Set<Path> libraries = image.addLibraries();
        Folders.copy(Path.of(arguments[0]), image.root.resolve(HOME));
        image.addSettings();
        Files.write(Path.of(arguments[3]), SystemPackages.of(libraries));
    }

    private void addRuntime() {
        Commands.run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--compress=" + (release() >= NATIVE_ACCESS ? "zip-6" : "2"),
                "--output",
                root.resolve(JAVA).toString());
    }

    private int release() {
        String version = Commands.run(jdk.resolve("bin/java").toString(), "--version");
        return Integer.parseInt(version.replaceFirst("(?s)^\\S+ (\\d+).*", "$1"));
    }

    /** Copies what the runtime's programs and libraries link to, and tells which files those were. */
    private Set<Path> addLibraries() throws IOException {
        Set<Path> libraries = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root.resolve(JAVA))) {
            for (Path file : files.filter(RootFilesystem::isLinked).toList()) {
                libraries.addAll(linked(file));
            }
        }
        for (Path library : libraries) {
            Path target = root.resolve(library.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(library.toRealPath(), target);
        }
        return libraries;
    }

    private static boolean isLinked(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file) && (name.endsWith(".so") || name.endsWith(JAVA + "/bin/java"));
    }

    /** Lines such as {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)} and {@code /lib64/ld-linux-x86-64.so.2 (0x…)}. */
    private List<Path> linked(Path file) {
        return Commands.run("ldd", file.toString())
                .lines()
                .map(line -> line.replaceFirst("^.*=> ", "").strip().replaceFirst(" \\(0x.*", ""))
                .filter(path -> path.startsWith("/")
                        && !path.startsWith(root.toAbsolutePath().toString()))
                .map(Path::of)
                .toList();
    }

    private void addSettings() throws IOException {
        Path home = root.resolve(HOME);
        String options = Files.readString(home.resolve("lib/java.options"));
        if (release() >= NATIVE_ACCESS) {
            options += Files.readString(home.resolve("lib/java-24.options"));
        }
        Files.writeString(home.resolve("image.options"), options + """
                        # Half of the memory limit; the other half is for threads, buffers and the code itself.
                        -XX:MaxRAMPercentage=50
                        -cp /opt/kamaji-provider/lib/kamaji-provider-worker.jar
                        kamaji.capi.worker.Main
                        """);
        Path etc = Files.createDirectories(root.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "provider:x:65532:65532:provider:/tmp:/none\n");
        Files.writeString(etc.resolve("group"), "provider:x:65532:\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    }
}
