// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderProcessTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void doesNotOutliveWhatStartedIt(String signal) throws IOException, InterruptedException {
        Path launcher = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\nexec sleep 600\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsProvider.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle provider = ProcessHandle.of(Long.parseLong(Objects.requireNonNull(said.readLine())))
                    .orElseThrow();
            assertThat(provider.isAlive()).isTrue();

            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(parent.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            await().atMost(Duration.ofSeconds(20)).until(() -> !parent.isAlive() && !provider.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }
}
