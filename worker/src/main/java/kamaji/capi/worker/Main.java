// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.worker.ktcp.Ktcp;
import kamaji.capi.worker.options.Environment;
import kamaji.capi.worker.options.GroupedHelp;
import kamaji.capi.worker.options.LogLevel;
import kamaji.capi.worker.options.UsageErrors;
import kamaji.capi.worker.options.ValueTypes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Has no logger: subcommands choose the log level before the first one is made. */
@Command(
        name = "kamaji-provider",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Cluster API control plane provider for Kamaji, on Temporal.",
            "'kamaji-provider ktcp' is the kubectl plugin 'kubectl ktcp', for people."
        })
public final class Main implements Callable<Integer> {
    private static final String PLUGIN = "ktcp";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(System.getenv(), arguments));
    }

    /** The kubectl plugin is a command line of its own, so that its messages and help name it as it is called. */
    private static int execute(Map<String, String> variables, String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(PLUGIN)) {
            LogSettings.apply(LogLevel.ERROR);
            return Ktcp.commandLine(variables, new FailureReport())
                    .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        return commandLine(variables).execute(arguments);
    }

    /**
     * The commands but the kubectl plugin, ready to execute.
     *
     * @param variables the environment
     */
    public static CommandLine commandLine(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        CommandLine root = new CommandLine(new Main());
        CommandLine run = new CommandLine(new RunCommand());
        run.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedHelp());
        root.addSubcommand(run);
        root.addSubcommand(new MigrateStorageCommand());
        root.addSubcommand(new ReleaseCommand());
        root.setDefaultValueProvider(environment);
        root.setOverwrittenOptionsAllowed(true);
        root.setParameterExceptionHandler(new UsageErrors(environment));
        root.setExecutionExceptionHandler(new FailureReport());
        root.setUsageHelpWidth(100);
        ValueTypes.register(root);
        return root;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "no command given; write 'kamaji-provider run' to start the provider");
    }
}
