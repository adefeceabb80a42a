// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every flag as an environment variable. A flag on the command line wins; a blank variable counts as unset. */
public final class Environment implements IDefaultValueProvider {
    private static final String PREFIX = "KAMAJI_PROVIDER_";

    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** The variable of a flag: KAMAJI_PROVIDER_WATCH_FILTER for --watch-filter. */
    public static String variableOf(String flag) {
        return PREFIX + flag.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    boolean sets(String flag) {
        return !variables.getOrDefault(variableOf(flag), "").isBlank();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && sets(option.longestName())) {
            return variables.get(variableOf(option.longestName()));
        }
        return null;
    }
}
