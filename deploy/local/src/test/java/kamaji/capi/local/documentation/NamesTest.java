// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.local.bench.Bench;
import kamaji.capi.local.kill.KillCommand;
import kamaji.capi.local.up.Up;
import kamaji.capi.worker.Main;
import kamaji.capi.worker.ktcp.Ktcp;
import kamaji.capi.worker.metrics.Metric;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Flags, metrics, annotations, tests and files that the pages name exist. */
class NamesTest {
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FLAG = Pattern.compile("^(--[a-z][a-z0-9-]*)");
    private static final Pattern METRIC = Pattern.compile("\\bkamaji_provider_[a-z_]+");
    private static final Pattern ANNOTATION = Pattern.compile("\\b((?:[a-z-]+\\.)*kamaji\\.clastix\\.io/[a-z][a-z-]+)");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z][A-Za-z]+(?:Test|IT)\\b");
    private static final Pattern FILE =
            Pattern.compile("^(?:deploy|docs|workflows|worker|activities|watcher)/[\\w./-]+$");
    /** Of other programs. */
    private static final Set<String> FOREIGN = Set.of(
            "--cloud-provider",
            "--config",
            "--custom-resource-state-config-file",
            "--db-filename",
            "--from-literal",
            "--include-crd",
            "--set");

    @Test
    void flagsAreThoseOfTheCommandLines() {
        Set<String> known = new HashSet<>(FOREIGN);
        Stream.of(
                        Main.commandLine(Map.of()),
                        Ktcp.commandLine(Map.of(), (failure, command, result) -> 1),
                        new CommandLine(new Up()),
                        new CommandLine(new Bench()),
                        new CommandLine(new KillCommand()))
                .forEach(root -> collect(root, known));
        assertThat(found(SPAN, 1).stream()
                        .flatMap(span -> FLAG.matcher(span).results().map(flag -> flag.group(1)))
                        .filter(Predicate.not(known::contains)))
                .isEmpty();
    }

    private static void collect(CommandLine command, Set<String> known) {
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(each -> collect(each, known));
    }

    @Test
    void metricsAreThoseOfTheCode() {
        Set<String> known = Stream.of(Metric.values()).map(Metric::text).collect(Collectors.toSet());
        assertThat(found(METRIC, 0))
                .hasSizeGreaterThan(8)
                .allMatch(name -> known.contains(name)
                        || known.contains(name.replaceFirst("_(bucket|sum|count)$", ""))
                        || known.stream().anyMatch(metric -> name.endsWith("_") && metric.startsWith(name)));
    }

    @Test
    void annotationsAndFinalizersAreWrittenSomewhereInTheCode() throws IOException {
        String code = sources();
        assertThat(found(ANNOTATION, 1))
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(code.contains('"' + name + '"')
                                || code.contains('"' + name.substring(name.indexOf('/') + 1) + '"'))
                        .as(name)
                        .isTrue());
    }

    @Test
    void testsExist() throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT)) {
            Set<String> known = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.replace(".java", ""))
                    .collect(Collectors.toSet());
            assertThat(found(TEST, 0)).isSubsetOf(known);
        }
    }

    @Test
    void filesExist() {
        assertThat(found(SPAN, 1).stream()
                        .filter(FILE.asMatchPredicate())
                        .filter(file -> !file.contains("/target") && !file.contains("KIND"))
                        .filter(file -> !Files.exists(Pages.ROOT.resolve(file))))
                .isEmpty();
    }

    private static Set<String> found(Pattern pattern, int group) {
        return Pages.all().stream()
                .flatMap(page -> pattern.matcher(Pages.text(page)).results())
                .map(match -> Objects.requireNonNull(match.group(group)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT)) {
            return files.filter(file -> file.toString().contains("/src/main/")
                            && file.toString().endsWith(".java"))
                    .map(Pages::text)
                    .collect(Collectors.joining("\n"));
        }
    }
}
