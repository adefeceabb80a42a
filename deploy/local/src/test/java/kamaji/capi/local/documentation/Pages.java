// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the checkout and the shell commands on them. */
final class Pages {
    static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern PROGRAM = Pattern.compile(
            "(kubectl|helm|clusterctl|temporal|mvn|docker|tar|ln|export|KUBECONFIG=\\S+|kamaji-provider|(?:deploy|docs|workflows)/[a-z/-]+(?<!/))( .*)?");
    private static final Pattern LOOP = Pattern.compile("(?ms)^for .*?^done$");

    /**
     * A command of a page.
     *
     * @param page its path from the root
     */
    record Command(String page, String text) {
        @Override
        public String toString() {
            return page + ": " + text;
        }
    }

    private Pages() {}

    static List<Path> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All commands, in the order of the pages; a command of several lines is one with blanks in between. */
    static List<Command> commands() {
        return all().stream().flatMap(page -> of(page).stream()).toList();
    }

    private static List<Command> of(Path page) {
        String name = ROOT.relativize(page).toString();
        String text = text(page);
        List<Command> commands = new ArrayList<>();
        FENCE.matcher(text)
                .results()
                .forEach(block -> lines(Objects.requireNonNull(block.group(1)), Objects.requireNonNull(block.group(2)))
                        .forEach(line -> commands.add(new Command(name, line))));
        Matcher span = SPAN.matcher(FENCE.matcher(text).replaceAll(""));
        while (span.find()) {
            String one = Objects.requireNonNull(span.group(1)).replaceAll("\\s+", " ");
            Matcher command = PROGRAM.matcher(one);
            if (command.matches() && isWhole(one)) {
                commands.add(new Command(name, one));
            }
        }
        return commands;
    }

    /** Whether it can be typed as it stands, unlike {@code kubectl apply} in a sentence. */
    private static boolean isWhole(String text) {
        List<String> words = List.of(text.split(" ", -1));
        if (text.startsWith("kubectl ktcp")) {
            return words.size() > 3;
        }
        return words.size() > 2 || (words.size() == 2 && text.matches("(mvn|kamaji-provider|[a-z]+/).*"));
    }

    /** Of a block marked as shell every line is a command; of an unmarked one those that look so. */
    private static Stream<String> lines(String language, String block) {
        String joined = LOOP.matcher(block.replaceAll("\\\\\\n\\s*", ""))
                .replaceAll(loop -> Matcher.quoteReplacement(
                        loop.group().replaceAll("\\n\\s*", "; ").replace("do; ", "do ")));
        Stream<String> lines =
                joined.lines().map(line -> line.replaceFirst("\\s{2,}# .*", "").strip());
        return switch (language) {
            case "sh" -> lines.filter(line -> !line.isEmpty());
            case "" ->
                lines.map(line -> line.replaceFirst("^\\$ ", ""))
                        .filter(line -> PROGRAM.matcher(line).matches());
            default -> Stream.empty();
        };
    }
}
