// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import kamaji.capi.worker.options.InvalidOption;
import kamaji.capi.worker.options.TemporalFlags;
import kamaji.capi.worker.options.TemporalOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every command takes: the control plane, and where Kubernetes and Temporal are. */
final class Flags {
    /** How an answer is written. */
    enum Format {
        TABLE,
        JSON
    }

    @Parameters(paramLabel = "NAME", description = "Name of the KamajiControlPlane.")
    @SuppressWarnings("NullAway.Init") // picocli insists on it
    private String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Its namespace. Default: the one of the kubeconfig's context.")
    private @Nullable String namespace;

    @Option(
            names = "--kubeconfig",
            paramLabel = "PATH",
            description = "The kubeconfig. Default: KUBECONFIG, or else ~/.kube/config.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Another context of the kubeconfig.")
    private @Nullable String context;

    @Mixin
    private final TemporalFlags temporal = new TemporalFlags();

    @Option(
            names = "--temporal-ui",
            paramLabel = "URL",
            description = "Temporal's web UI, for links to runs. Also KAMAJI_PROVIDER_TEMPORAL_UI.")
    private @Nullable String temporalUi;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "Instance of the provider. Default: found by what it wrote, or made of the UID of kube-system.")
    private @Nullable String instance;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table or json.")
    private Format output = Format.TABLE;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    /** Opens what the flags name; sends nothing yet. */
    Session open(Map<String, String> variables) {
        try {
            TemporalOptions options = temporal.options(instance);
            KubernetesAccess kubernetes = KubernetesAccess.open(kubeconfig, context, namespace, variables);
            return new Session(kubernetes, options, variables, temporalUi);
        } catch (InvalidOption wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Refuses a number that asks for nothing. */
    void requireAtLeastOne(String flag, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), flag + " is " + value + "; write 1 or more");
        }
    }

    String name() {
        return name;
    }

    /** Writes an answer as it was asked for. */
    void print(Object answer, Runnable table) {
        if (output == Format.JSON) {
            out().println(Json.of(answer));
        } else {
            table.run();
        }
        out().flush();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
