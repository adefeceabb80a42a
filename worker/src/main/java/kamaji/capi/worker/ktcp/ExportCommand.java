// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.worker.Version;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Write what a bug report needs: histories that can be replayed, and the objects without secrets.",
            "Look through it before you send it: names, addresses and versions are in it."
        })
final class ExportCommand implements Callable<Integer> {
    private final Map<String, String> variables;

    @Mixin
    private final Flags flags = new Flags();

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "A .tar.gz, or else a folder, that does not exist yet. Default: ktcp-NAMESPACE-NAME.tar.gz.")
    private @Nullable Path to;

    @Option(names = "--limit", paramLabel = "N", description = "Most runs to export, newest first. Default: 20.")
    private int limit = 20;

    ExportCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    /** What was written. */
    record Exported(String path, List<String> files) {}

    @Override
    public Integer call() {
        flags.requireAtLeastOne("--limit", limit);
        try (Session session = flags.open(variables)) {
            Instant now = Instant.now();
            Map<String, String> files =
                    new Export(session, flags.name()).collect(limit, new Version().getVersion()[0], now);
            Path target = to != null
                    ? to
                    : Path.of("ktcp-" + session.kubernetes().namespace() + "-" + flags.name() + ".tar.gz");
            write(target, files, now);
            Exported exported = new Exported(target.toString(), List.copyOf(files.keySet()));
            flags.print(exported, () -> {
                flags.out().println("wrote " + target + ":");
                exported.files().forEach(file -> flags.out().println("  " + file));
            });
            return 0;
        }
    }

    private static void write(Path target, Map<String, String> files, Instant now) {
        try {
            Archive.write(target, files, now);
        } catch (FileAlreadyExistsException exists) {
            throw new StartFailure(ExitCode.USAGE, target + " exists already; name another one with --to");
        } catch (IOException failure) {
            throw new StartFailure(
                    ExitCode.UNEXPECTED, target + " cannot be written: " + failure + "; name another one with --to");
        }
    }
}
