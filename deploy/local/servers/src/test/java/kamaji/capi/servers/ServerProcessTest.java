// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    void stoppedProcessIsGoneAndForgotten() {
        ServerProcess process = start("sleep", "600");
        assertThat(process.isAlive()).isTrue();
        process.stop();
        assertThat(process.isAlive()).isFalse();
        assertThat(folder.resolve("it.pid")).doesNotExist();
    }

    @Test
    void processThatIgnoresTermIsKilled() {
        ServerProcess process = start("sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done");
        process.awaitReady(() -> process.logContains("up"), Duration.ofSeconds(10));
        process.stop();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void processThatEndsBeforeItAnswersIsToldWithTheEndOfItsLog() {
        ServerProcess process = start("sh", "-c", "seq 1 100; exit 7");
        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofSeconds(10)))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageStartingWith("it ended with code 7 before it answered")
                .hasMessageEndingWith("\n99\n100")
                .hasMessageContaining("\n81\n")
                .hasMessageNotContaining("\n80\n");
    }

    @Test
    void reasonOfAPanicIsToldThoughItStandsAboveALongStack() {
        ServerProcess process = start("sh", "-c", "echo 'panic: no disk'; seq 1 100; exit 2");
        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofSeconds(10)))
                .hasMessageContaining("panic: no disk\n81\n");
    }

    @Test
    void processThatNeverAnswersIsToldAfterTheTime() {
        ServerProcess process = start("sleep", "600");
        try {
            assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMillis(100)))
                    .hasMessageContaining("it did not answer within 0 s");
        } finally {
            process.kill();
        }
    }

    @Test
    void programThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> start("/does/not/exist").awaitReady(() -> false, Duration.ofSeconds(10)))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("/does/not/exist");
    }

    @Test
    void whatAKilledJvmLeftIsGoneAtTheLatestWithTheNextStart() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        Path pidFile = folder.resolve("it.pid");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(pidFile) && !Files.readString(pidFile).isEmpty());
        long orphan = Long.parseLong(Files.readString(pidFile).split(" ", 2)[0]);
        jvm.destroyForcibly().waitFor();
        start("true").kill();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !runs(orphan));
    }

    @Test
    void folderOfALivingOwnerIsRefused() {
        ServerProcess process = start("sleep", "600");
        try {
            assertThatThrownBy(() -> start("sleep", "600").kill())
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.kill();
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void pidThatNowBelongsToSomebodyElseIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve("it.pid"), ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z");
        start("true").kill();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private ServerProcess start(String... command) {
        return ServerProcess.start("it", List.of(command), folder);
    }

    /** A process that has ended but was not collected yet by its new parent has no command any more. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
    }

    static final class Sleeper {
        public static void main(String[] args) throws InterruptedException {
            ServerProcess.start("it", List.of("sleep", "600"), Path.of(args[0]));
            Thread.currentThread().join();
        }
    }
}
