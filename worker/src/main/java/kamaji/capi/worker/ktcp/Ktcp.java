// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.worker.Version;
import kamaji.capi.worker.options.Environment;
import kamaji.capi.worker.options.UsageErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the kubectl plugin. */
@Command(
        name = "kubectl ktcp",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Ask about a KamajiControlPlane: what it waits for, what happened, what would happen.",
        footer = {
            "",
            "Exit codes: 0 answered; 1 unexpected; 2 wrong flag; 3 Kubernetes not reachable; 4 kind not installed;",
            "5 not permitted; 7 no such control plane; 8 Temporal not reachable; 9 nothing in Temporal yet."
        })
public final class Ktcp implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    private Ktcp() {}

    /**
     * The commands, ready to execute.
     *
     * @param variables the environment
     * @param failures says in one message what went wrong and gives the exit code
     */
    public static CommandLine commandLine(Map<String, String> variables, IExecutionExceptionHandler failures) {
        CommandLine root = new CommandLine(new Ktcp());
        root.addSubcommand(new WhyCommand(variables));
        root.addSubcommand(new HistoryCommand(variables));
        root.addSubcommand(new PlanCommand(variables));
        root.addSubcommand(new RetryCommand(variables));
        root.addSubcommand(new ExportCommand(variables));
        Environment environment = new Environment(variables);
        root.setDefaultValueProvider(new TemporalVariables(environment));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setOverwrittenOptionsAllowed(true);
        root.setParameterExceptionHandler(new UsageErrors(environment));
        root.setExecutionExceptionHandler(failures);
        root.setUsageHelpWidth(100);
        return root;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "no command given; write 'kubectl ktcp why NAME' to learn what one waits for");
    }
}
