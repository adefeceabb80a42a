// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The table of docs/bad-input.md. */
final class BadInputPage {
    private static final Path PAGE =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "docs", "bad-input.md");
    private static final String ADMISSION = "admission";

    private BadInputPage() {}

    /**
     * A row.
     *
     * @param refusedBy {@code admission}, or type and reason of a condition
     * @param message a part of it
     */
    record Row(String input, String refusedBy, String message, String cure) {
        boolean byAdmission() {
            return refusedBy.equals(ADMISSION);
        }

        String conditionType() {
            return refusedBy.substring(0, refusedBy.indexOf(' '));
        }

        String reason() {
            return refusedBy.substring(refusedBy.indexOf(' ') + 1);
        }

        @Override
        public String toString() {
            return input;
        }
    }

    static List<Row> rows() {
        try {
            return Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith("| "))
                    .filter(line -> !line.startsWith("| Input "))
                    .map(BadInputPage::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 6) {
            throw new IllegalArgumentException("not a row of four cells: " + line);
        }
        String message = cells[3].strip().replaceAll("^`|`$", "");
        return new Row(cells[1].strip(), cells[2].strip(), message, cells[4].strip());
    }
}
