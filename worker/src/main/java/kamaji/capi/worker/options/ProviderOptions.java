// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.List;

/**
 * All that a person may set, checked. Holds no secret: credentials stay in the files and variables they come from.
 *
 * @param warnings what was accepted without effect, or with another effect than asked for
 */
public record ProviderOptions(
        KubernetesOptions kubernetes,
        TemporalOptions temporal,
        RoleOptions roles,
        LimitOptions limits,
        DiagnosticsOptions diagnostics,
        FeatureOptions features,
        InfrastructureOptions infrastructure,
        List<String> warnings) {
    public ProviderOptions {
        warnings = List.copyOf(warnings);
    }

    /** One line of key=value pairs for the log. */
    public String describe() {
        return String.join(
                " ",
                roles.describe(),
                kubernetes.describe(),
                temporal.describe(),
                limits.describe(),
                diagnostics.describe(),
                features.describe(),
                infrastructure.describe());
    }
}
