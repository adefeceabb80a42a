// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import kamaji.capi.worker.options.Environment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The provider's environment variables for Temporal and the instance; its --namespace is not what kubectl's means. */
final class TemporalVariables implements IDefaultValueProvider {
    private final Environment environment;

    TemporalVariables(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        boolean shared = argument instanceof OptionSpec option
                && (option.longestName().startsWith("--temporal-")
                        || option.longestName().equals("--instance"));
        return shared ? environment.defaultValue(argument) : null;
    }
}
