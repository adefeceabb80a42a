// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The packages of the build machine that files in the image come from: one line each, name and version. */
final class SystemPackages {
    private SystemPackages() {}

    /** Asks dpkg, by the real path of each file and, where /lib is a link, by its old one. */
    static Set<String> of(Set<Path> files) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path file : files) {
            String real = file.toRealPath().toString();
            String owner;
            try {
                owner = Commands.run("dpkg", "-S", real);
            } catch (IllegalStateException unknown) {
                owner = Commands.run("dpkg", "-S", real.replaceFirst("^/usr", ""));
            }
            packages.add(
                    Commands.run("dpkg-query", "-W", "-f=${Package} ${Version}", owner.replaceFirst("(?s): .*", "")));
        }
        return packages;
    }
}
