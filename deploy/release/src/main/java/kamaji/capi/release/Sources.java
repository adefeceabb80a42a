// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of {@code deploy} that a release is made of.
 *
 * @param deploy the folder
 * @param version of the release, without a leading v
 */
record Sources(Path deploy, String version) {
    private static final String VERSION = "@version@";

    /** The files of one folder with this ending, by name. */
    List<Path> files(String folder, String ending) {
        try (Stream<Path> entries = Files.list(deploy.resolve(folder))) {
            return entries.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + deploy.resolve(folder), e);
        }
    }

    /** The text of a file, with the version of the release in its place. */
    String text(Path file) {
        try {
            return Files.readString(file).replace(VERSION, version);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    String text(String file) {
        return text(deploy.resolve(file));
    }
}
