// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.io.IOException;
import java.nio.file.Path;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.MalformedTableException;
import org.jspecify.annotations.Nullable;

/**
 * What is done with infrastructure clusters.
 *
 * @param file the user's table, null when there is none; it was read when these options were made
 * @param kinds all kinds there are, by the tables, the gates and the dynamic list
 */
public record InfrastructureOptions(@Nullable Path file, InfrastructureKinds kinds) {
    private static final String FLAG = "--infrastructure-kinds";

    static InfrastructureOptions of(@Nullable Path file, FeatureOptions features) {
        InfrastructureKinds kinds = (file == null ? InfrastructureKinds.builtIn() : read(file))
                .patching(features.dynamicInfrastructureClusters());
        boolean skip = features.gates().isOn(FeatureGate.SKIP_INFRA_CLUSTER_PATCH);
        return new InfrastructureOptions(file, skip ? kinds.leftAlone() : kinds);
    }

    private static InfrastructureKinds read(Path file) {
        try {
            return InfrastructureKinds.builtIn().with(file);
        } catch (MalformedTableException wrong) {
            throw new InvalidOption(FLAG, "cannot be used: " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new InvalidOption(
                    FLAG,
                    "names " + file + ", which cannot be read ("
                            + unreadable.getClass().getSimpleName()
                            + "); name a file that exists and that this process may read");
        }
    }

    String describe() {
        return "infrastructure-kinds=" + (file == null ? "" : file);
    }
}
