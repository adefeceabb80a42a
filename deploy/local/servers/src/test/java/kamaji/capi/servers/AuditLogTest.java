// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final String PATCH = """
            {"stage":"ResponseComplete","verb":"patch","user":{"username":"system:serviceaccount:a:b"},\
            "userAgent":"test","objectRef":{"resource":"things","namespace":"n","name":"x","apiGroup":"g.test",\
            "apiVersion":"v1","subresource":"status"},"responseStatus":{"code":200},\
            "requestReceivedTimestamp":"2026-11-01T10:00:00.000001Z","stageTimestamp":"2026-11-01T10:00:00.005Z"}
            """;

    @TempDir
    Path folder;

    @Test
    void lineSaysWhoDidWhatToWhich() throws Exception {
        AuditLog log = new AuditLog(Files.writeString(folder.resolve("audit.log"), PATCH));
        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(line.user()).isEqualTo("system:serviceaccount:a:b");
            assertThat(line.group()).isEqualTo("g.test");
            assertThat(line.subresource()).isEqualTo("status");
            assertThat(line.code()).isEqualTo(200);
            assertThat(line.isWrite()).isTrue();
        });
    }

    @Test
    void linesAfterAMarkAreTheNewOnes() throws Exception {
        Path file = Files.writeString(folder.resolve("audit.log"), PATCH);
        AuditLog log = new AuditLog(file);
        long mark = log.size();
        Files.writeString(file, PATCH.replace("patch", "get"), StandardOpenOption.APPEND);
        assertThat(log.linesFrom(mark)).singleElement().satisfies(line -> {
            assertThat(line.verb()).isEqualTo("get");
            assertThat(line.isWrite()).isFalse();
        });
    }

    @Test
    void halfWrittenLineAndBegunWatchAreLeftOut() {
        assertThat(AuditLog.parse(PATCH.substring(0, 50))).isEmpty();
        assertThat(AuditLog.parse(PATCH.replace("ResponseComplete", "ResponseStarted")))
                .isEmpty();
    }
}
