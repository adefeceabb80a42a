// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kamaji.capi.worker.options.Environment;
import kamaji.capi.worker.options.GroupedHelp;
import kamaji.capi.worker.options.ProviderFlags;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of all flags, as the command line has them. */
public final class ConfigurationPage {
    private static final String HEAD = "| flag | variable | default | means |\n|---|---|---|---|\n";

    private ConfigurationPage() {}

    /** The page from its first heading on. */
    public static String text() {
        Map<String, CommandLine> commands = Main.commandLine(Map.of()).getSubcommands();
        StringBuilder page = new StringBuilder("""
                # Configuration

                Every flag is an environment variable too; the flag wins, and a blank variable counts as not set. Durations are written
                as `500ms`, `15s`, `10m`, `1h30m`. The Kubernetes API is found through `KUBECONFIG`, or in a pod through its service
                account. Temporal's own environment variables and profile file (`TEMPORAL_ADDRESS`, `TEMPORAL_TLS_…`, `TEMPORAL_API_KEY`,
                `TEMPORAL_CONFIG_FILE`) work as in its other tools.

                The launcher reads `JAVA_HOME`, `KAMAJI_PROVIDER_MAX_HEAP` (largest heap, default `256m`), `JAVA_OPTS` and
                `KAMAJI_PROVIDER_JAVA_OPTS`.

                ## run
                """);
        List<OptionSpec> run = shown(commands, "run");
        ProviderFlags.groups()
                .forEach((group, heading) -> page.append("\n### ")
                        .append(heading)
                        .append("\n\n")
                        .append(table(
                                run, option -> GroupedHelp.declaring(option).equals(group))));
        for (String name : List.of("migrate-storage", "release")) {
            page.append("\n## ").append(name).append("\n\n").append(table(shown(commands, name), option -> true));
        }
        return page.toString();
    }

    private static List<OptionSpec> shown(Map<String, CommandLine> commands, String name) {
        CommandLine command = Objects.requireNonNull(commands.get(name));
        List<OptionSpec> options = new ArrayList<>(command.getCommandSpec().options());
        options.removeIf(option -> option.hidden() || option.usageHelp() || option.versionHelp());
        return options;
    }

    private static String table(List<OptionSpec> options, Predicate<OptionSpec> wanted) {
        return HEAD
                + options.stream().filter(wanted).map(ConfigurationPage::row).collect(Collectors.joining());
    }

    private static String row(OptionSpec option) {
        String value = GroupedHelp.shown(option.initialValue());
        String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        String text = String.join(" ", option.description());
        return "| `" + option.longestName() + label + "` | `" + Environment.variableOf(option.longestName()) + "` | "
                + (value.isEmpty() ? "" : "`" + value + "`") + " | "
                + (value.isEmpty() ? text : text.replaceFirst(" Default: [^ ]*\\.$", "")).replace("|", "\\|") + " |\n";
    }
}
