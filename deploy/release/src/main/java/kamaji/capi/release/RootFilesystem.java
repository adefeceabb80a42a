// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Everything in the image: a Java runtime cut down to what the provider uses, the system libraries that programs and
 * libraries link to, the provider. No shell, no package manager. Made of what the build machine has, a Debian or one of its
 * kin, so it is for the same kind of machine.
 *
 * @param system the folder of what changes with Java or Debian only: a layer that many releases share
 * @param provider the folder of what changes with each release
 * @param jdk to take the runtime from
 */
public record RootFilesystem(Path system, Path provider, Path jdk) {
    /** What jdeps finds, without desktop and compiler, which only optional parts of libraries name. */
    private static final String MODULES = "java.base,java.logging,java.management,java.naming,java.net.http,"
            + "java.security.jgss,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported";

    private static final String HOME = "opt/kamaji-provider";
    private static final String JAVA = "usr/lib/java";
    private static final int NATIVE_ACCESS = 24;

    /** Arguments: the packaged provider, the folders of system and provider to make, the JDK. */
    public static void main(String[] arguments) throws IOException {
        new RootFilesystem(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]))
                .make(Path.of(arguments[0]));
    }

    private void make(Path packaged) throws IOException {
        Folders.remove(system);
        Folders.remove(provider);
        Files.createDirectories(system.resolve("usr/lib"));
        addRuntime();
        addLibraries(packaged.resolve("lib"));
        addUser();
        Files.createDirectories(provider.resolve("opt"));
        Folders.copy(packaged, provider.resolve(HOME));
        addOptions();
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
                system.resolve(JAVA).toString());
    }

    private int release() {
        String version = Commands.run(jdk.resolve("bin/java").toString(), "--version");
        return Integer.parseInt(version.replaceFirst("(?s)^\\S+ (\\d+).*", "$1"));
    }

    private void addLibraries(Path jars) throws IOException {
        Set<Path> libraries = new SharedLibraries(system.resolve(JAVA)).neededBy(jars);
        for (Path library : libraries) {
            Path target = system.resolve(library.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(library.toRealPath(), target);
        }
        DebianPackages.describe(libraries, system);
    }

    private void addUser() throws IOException {
        Path etc = Files.createDirectories(system.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "provider:x:65532:65532:provider:/tmp:/none\n");
        Files.writeString(etc.resolve("group"), "provider:x:65532:\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    }

    private void addOptions() throws IOException {
        Path home = provider.resolve(HOME);
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
    }
}
