// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

final class InfrastructureFlags {
    @Option(
            names = "--infrastructure-kinds",
            paramLabel = "FILE",
            description =
                    "Table of kinds of infrastructure clusters to add to the built-in ones or to put in their place."
                            + " Its columns are those of the built-in table.")
    private @Nullable Path kinds;

    InfrastructureOptions options(FeatureOptions features) {
        return InfrastructureOptions.of(kinds, features);
    }
}
