// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where the existing provider's CRDs are, as {@code kamajicontrolplanes.yaml} and {@code kamajicontrolplanetemplates.yaml}:
 * they are no part of this project, so environment variables name their folders.
 */
public final class ExistingProviderCrds {
    private static final Map<String, String> VARIABLES =
            Map.of("v1alpha1", "CONTROLPLANE_V1ALPHA1_CRDS", "v1alpha2", "CONTROLPLANE_CRDS");

    private ExistingProviderCrds() {}

    /** The folder of those with this version only; without one the test is reported as skipped. */
    public static Path folder(String version) {
        String variable = Objects.requireNonNull(VARIABLES.get(version), version);
        String folder = System.getenv(variable);
        assumeTrue(folder != null, variable + " names no folder with the existing provider's CRDs: not tried");
        return Path.of(Objects.requireNonNull(folder));
    }
}
