// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the commands that make tools and says every few seconds that they still run. */
record ToolCommands(Map<String, String> environment, Consumer<String> progress) {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

    /** The program on the PATH; the message of the exception ends with the way to get it. */
    Path program(String name, String wayToGetIt) {
        return ProgramPath.find(name, environment.get("PATH"))
                .orElseThrow(() ->
                        new ToolMissingException("`" + name + "` is not on the PATH and is needed: " + wayToGetIt));
    }

    void run(String what, List<String> command, Map<String, String> settings, Path folder) {
        Instant start = Instant.now();
        ServerProcess process = ServerProcess.start("make", command, folder, builder -> {
            builder.environment().putAll(environment);
            builder.environment().putAll(settings);
        });
        ShutdownHook hook = ShutdownHook.add("stop-" + process.pid(), process::kill);
        try {
            int code = awaitTelling(what, process, start);
            if (code != 0) {
                throw new ToolMissingException(
                        what + " ended with code " + code + "; end of its output:\n" + process.lastLines());
            }
        } finally {
            hook.remove();
            process.kill();
        }
    }

    private int awaitTelling(String what, ServerProcess process, Instant start) {
        while (true) {
            Optional<Integer> code = process.awaitExit(BETWEEN_LINES);
            if (code.isPresent()) {
                return code.get();
            }
            progress.accept(
                    "  " + what + ": " + Duration.between(start, Instant.now()).toSeconds() + " s so far");
        }
    }
}
