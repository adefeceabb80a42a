// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The API server's log of finished requests: who did what, without bodies. Requests in progress are not in it. */
public record AuditLog(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All lines so far, oldest first. */
    public List<AuditLine> lines() {
        return linesFrom(0);
    }

    /** The lines after the first {@code bytes} of the file; see {@link #size}. */
    public List<AuditLine> linesFrom(long bytes) {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(bytes);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(AuditLog::parse).flatMap(Optional::stream).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the audit log " + file, e);
        }
    }

    /** Length in bytes, a mark to count later lines from. */
    public long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the audit log " + file, e);
        }
    }

    /** Empty for a line that is still being written and for long requests that have only begun. */
    static Optional<AuditLine> parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            return event.path("stage").asText().equals("ResponseStarted")
                    ? Optional.empty()
                    : Optional.of(AuditLine.of(event));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
