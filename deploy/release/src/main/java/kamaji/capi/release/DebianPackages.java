// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says in the image which Debian packages its files come from, where scanners look for it, and under which licenses. Not the
 * whole packages are there, only the files that are needed.
 */
final class DebianPackages {
    /** One file a package; also where a bill of materials finds them. */
    static final String STATUS = "var/lib/dpkg/status.d";

    private static final String RELEASE = "etc/os-release";

    private DebianPackages() {}

    static void describe(Set<Path> files, Path root) throws IOException {
        Path status = Files.createDirectories(root.resolve(STATUS));
        for (String name : owners(files)) {
            Files.writeString(status.resolve(name), Commands.run("dpkg-query", "--status", name));
            Path license = Path.of("/usr/share/doc", name, "copyright");
            Path target = root.resolve(license.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(license.toRealPath(), target);
        }
        Files.createDirectories(root.resolve("etc"));
        Files.copy(Path.of("/", RELEASE).toRealPath(), root.resolve(RELEASE));
    }

    private static Set<String> owners(Set<Path> files) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            names.add(owner(file.toRealPath().toString()));
        }
        return names;
    }

    /** Asks dpkg by the real path and, where /lib is a link, by the old one. */
    private static String owner(String file) {
        String found;
        try {
            found = Commands.run("dpkg", "-S", file);
        } catch (IllegalStateException unknown) {
            found = Commands.run("dpkg", "-S", file.replaceFirst("^/usr", ""));
        }
        return found.replaceFirst("(?s):.*", "");
    }
}
