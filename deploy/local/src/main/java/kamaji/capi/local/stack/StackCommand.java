// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What the commands of {@code deploy/local} share: a stack of their own, what is kept of it, and where they print. */
public abstract class StackCommand implements Callable<Integer> {
    @Option(names = "--keep", paramLabel = "DIR", description = "Keep data and logs in this folder.")
    private @Nullable Path keep;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    protected final PrintWriter out() {
        return out;
    }

    /** Whether data and logs are still there after the end. */
    protected final boolean keeps() {
        return keep != null;
    }

    /** Starts a stack and tells how it gets on. */
    protected final LocalStack start(StackOptions options) {
        return LocalStack.start(Checkout.here(), options.withDirectory(keep), this::progress);
    }

    /** Prints a line about what is being done. */
    protected final void progress(String line) {
        out.println("· " + line);
    }

    /** Runs a command and ends the process with its exit code. */
    protected static void execute(StackCommand command, String[] arguments) {
        System.exit(new CommandLine(command).execute(arguments));
    }
}
