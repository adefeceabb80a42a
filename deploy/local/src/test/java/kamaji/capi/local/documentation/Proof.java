// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A row of {@code commands.txt}: where a command of the pages is proven.
 *
 * @param where {@link #HERE} when {@link DocumentedCommandsIT} runs it, {@link #REAL} when it needs real infrastructure, or
 *     the test or script that does the same
 * @param command as on the page; {@code *} stands for anything without a blank
 * @param shows what it has to print, may be empty
 */
record Proof(String where, String command, String shows) {
    static final String HERE = "here";
    static final String REAL = "real";

    static List<Proof> all() {
        try (InputStream file = Objects.requireNonNull(Proof.class.getResourceAsStream("commands.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Proof::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Proof of(String line) {
        String[] parts = line.split(" \\| ", 2);
        String[] rest = parts[1].split(" => ", 2);
        return new Proof(parts[0].strip(), rest[0].strip(), rest.length == 2 ? rest[1].strip() : "");
    }

    boolean covers(String text) {
        String pattern = Pattern.quote(command).replace("*", "\\E\\S*\\Q");
        return command.equals(text) || text.matches(pattern);
    }
}
