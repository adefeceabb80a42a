// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.util.concurrent.Callable;
import kamaji.capi.worker.options.InvalidOption;
import kamaji.capi.worker.options.ProviderFlags;
import kamaji.capi.worker.options.ProviderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the provider in the foreground until it gets SIGTERM or SIGINT. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Run the provider in the foreground until SIGTERM or SIGINT.",
            "The Kubernetes API is found through KUBECONFIG, or in a pod through its service account.",
            "Durations are written as 500ms, 15s, 10m, 1h30m. Each flag is also an environment variable, shown in"
                    + " brackets; the flag wins.",
            ""
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ProviderFlags flags = new ProviderFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Override
    public Integer call() {
        ProviderOptions options = options();
        LogSettings.apply(options.diagnostics().logLevel());
        Provider provider = new Provider(options, System.getenv(), new ControlPlaneWiring());
        return ForegroundProcess.run(provider, options.limits().shutdownGracePeriod());
    }

    ProviderOptions options() {
        try {
            return flags.options();
        } catch (InvalidOption wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
