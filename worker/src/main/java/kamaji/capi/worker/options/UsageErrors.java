// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.io.PrintWriter;
import java.util.Arrays;
import kamaji.capi.worker.exit.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One or two lines that name the flag, or the variable it came from, and the cure; not the whole help. */
public final class UsageErrors implements IParameterExceptionHandler {
    private final Environment environment;

    public UsageErrors(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter out = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        out.println(name + ": " + wrong.getMessage() + origin(flagOf(wrong), arguments));
        UnmatchedArgumentException.printSuggestions(wrong, out);
        out.println("Try '" + name + " --help'.");
        out.flush();
        return ExitCode.USAGE.number();
    }

    private static @Nullable String flagOf(ParameterException wrong) {
        if (wrong.getCause() instanceof InvalidOption invalid) {
            return invalid.flag();
        }
        return wrong.getArgSpec() instanceof OptionSpec option ? option.longestName() : null;
    }

    private String origin(@Nullable String flag, String[] arguments) {
        if (flag == null || !environment.sets(flag)) {
            return "";
        }
        boolean given =
                Arrays.stream(arguments).anyMatch(argument -> argument.equals(flag) || argument.startsWith(flag + "="));
        return given ? "" : " (from the environment variable " + Environment.variableOf(flag) + ")";
    }
}
