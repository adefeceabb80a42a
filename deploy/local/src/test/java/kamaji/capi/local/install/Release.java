// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The release folder that the build has written. */
final class Release {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));

    private Release() {}

    /** A clusterctl repository: {@code control-plane-kamaji/vX.Y.Z}. */
    static Path repository() {
        return ROOT.resolve("deploy/release/target/release");
    }

    static Path deploy() {
        return ROOT.resolve("deploy");
    }

    /** With a leading v. */
    static String version() throws IOException {
        return String.valueOf(folder().getFileName());
    }

    static Path folder() throws IOException {
        try (Stream<Path> versions = Files.list(repository().resolve("control-plane-kamaji"))) {
            List<Path> built = versions.toList();
            assertThat(built)
                    .as("versions built; run mvn clean if there are old ones")
                    .hasSize(1);
            return built.get(0);
        }
    }
}
