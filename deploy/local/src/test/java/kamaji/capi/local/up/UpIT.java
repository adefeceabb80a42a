// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the quickstart, as a process of its own. */
class UpIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private @Nullable Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcheckout.root=" + System.getProperty("checkout.root"),
                "-Djava.io.tmpdir=" + Files.createDirectories(temporary()),
                "-cp",
                System.getProperty("java.class.path"),
                "kamaji.capi.local.up.Up"));
        command.addAll(List.of(arguments));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        process = started;
        return started;
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    @Test
    void onceItEndsWellAfterTheStoryAndKeepsWhatItIsTold() throws Exception {
        Path kept = folder.resolve("kept");
        Process up = start("--once", "--keep=" + kept);
        assertThat(up.waitFor(3, TimeUnit.MINUTES)).isTrue();

        String said = Files.readString(output());
        assertThat(up.exitValue()).as(said).isZero();
        assertThat(said)
                .containsPattern("hello .* ApplyTenantControlPlane")
                .containsPattern("virtual-control-plane .* ReportStatus")
                .contains("export KUBECONFIG=", "kubectl -n demo describe ktcp hello")
                .containsPattern("http://127.0.0.1:\\d+/namespaces/default/workflows/local%2Fdemo%2Fhello/.*/timeline")
                .containsPattern("workflows/local%2Fdemo%2Fvirtual-control-plane/.*/timeline");
        assertThat(kept.resolve("provider.log")).isNotEmptyFile();
        assertThat(kept.resolve("temporal.db")).isNotEmptyFile();
    }

    @Test
    void onCtrlCItStopsEverythingAndLeavesNothingBehind() throws Exception {
        Process up = start();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !up.isAlive() || Files.readString(output()).contains("Running. Ctrl-C"));
        List<ProcessHandle> children = up.descendants().toList();
        assertThat(children).as(Files.readString(output())).hasSizeGreaterThan(3);

        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(up.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();

        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> left = Files.list(temporary())) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("kamaji-")))
                    .isEmpty();
        }
    }
}
