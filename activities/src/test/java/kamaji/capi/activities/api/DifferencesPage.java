// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The table of docs/api-differences.md. */
final class DifferencesPage {
    static final List<String> KINDS = List.of("control plane", "template");
    static final List<String> VERSIONS = List.of("v1alpha1", "v1alpha2");
    private static final Path PAGE =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "docs", "api-differences.md");

    /** A row: "both" stands for both kinds or both versions. */
    record Row(String kind, String version, String path, String what, String why) {
        Stream<Difference> differences() {
            return expand(kind, KINDS)
                    .flatMap(oneKind -> expand(version, VERSIONS)
                            .map(oneVersion -> new Difference(oneKind, oneVersion, path, what)));
        }

        private static Stream<String> expand(String cell, List<String> all) {
            return cell.equals("both") ? all.stream() : Stream.of(cell);
        }
    }

    private DifferencesPage() {}

    static List<Row> rows() {
        try {
            return Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith("| "))
                    .filter(line -> !line.startsWith("| Kind "))
                    .map(DifferencesPage::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        if (cells.length != 7) {
            throw new IllegalArgumentException("not a row of five cells: " + line);
        }
        return new Row(cells[1].strip(), cells[2].strip(), code(cells[3]), code(cells[4]), cells[5].strip());
    }

    /** A row to paste, still without its reason. */
    static String draft(Difference difference) {
        return "| " + difference.kind() + " | " + difference.version() + " | `" + difference.path() + "` | `"
                + difference.what().replace("|", "\\|") + "` | WHY |";
    }

    private static String code(String cell) {
        return cell.strip().replaceAll("^`|`$", "").replace("\\|", "|");
    }
}
