// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process, its log file and its pid file; stops by process id, never by name. */
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int LINES_IN_MESSAGE = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Path pidFile;

    private ServerProcess(String name, Process process, Path log, Path pidFile) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    static ServerProcess start(String name, List<String> command, Path folder) {
        return start(name, command, folder, builder -> {});
    }

    static ServerProcess start(String name, List<String> command, Path folder, Consumer<ProcessBuilder> settings) {
        Path log = folder.resolve(name + ".log");
        Path pidFile = folder.resolve(name + ".pid");
        endLeftover(pidFile);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // These servers live for minutes on a machine they share: memory is cheaper there than garbage collection.
        builder.environment().putIfAbsent("GOGC", "400");
        settings.accept(builder);
        try {
            Process process = ParentDeath.start(builder);
            process.getOutputStream().close();
            Files.writeString(pidFile, identity(process.toHandle()) + "\n" + identity(ProcessHandle.current()) + "\n");
            LOG.debug("started process={} pid={} log={}", name, process.pid(), log);
            return new ServerProcess(name, process, log, pidFile);
        } catch (IOException e) {
            throw new ServerFailedException("cannot start " + name + " (" + command.get(0) + ")", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Exit code, or empty when the process is still running after the time. */
    Optional<Integer> awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("interrupted while waiting for " + name, e);
        }
    }

    void awaitReady(BooleanSupplier ready, Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        while (!ready.getAsBoolean() || !process.isAlive()) {
            Optional<Integer> exit = awaitExit(Duration.ofMillis(50));
            if (exit.isPresent()) {
                throw failed("ended with code " + exit.get() + " before it answered");
            }
            if (Instant.now().isAfter(end)) {
                throw failed("did not answer within " + atMost.toSeconds() + " s");
            }
        }
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(GRACE);
        forget();
    }

    /** SIGTERM, then SIGKILL after a few seconds. */
    void stop() {
        process.destroy();
        if (awaitExit(GRACE).isEmpty()) {
            LOG.debug("killing process={} pid={}", name, process.pid());
            kill();
        }
        forget();
    }

    boolean logContains(String text) {
        return readLog().contains(text);
    }

    /** The end of the log, with the reason of a Go panic in front, which stands above a long stack. */
    String lastLines() {
        List<String> lines = readLog().lines().toList();
        int from = Math.max(0, lines.size() - LINES_IN_MESSAGE);
        Stream<String> reason = lines.subList(0, from).stream().filter(line -> line.startsWith("panic:"));
        return Stream.concat(reason, lines.stream().skip(from)).collect(Collectors.joining("\n"));
    }

    private ServerFailedException failed(String what) {
        return new ServerFailedException(name + " " + what + "; end of " + log + ":\n" + lastLines());
    }

    private String readLog() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + pidFile, e);
        }
    }

    private static String identity(ProcessHandle handle) {
        return handle.pid() + " "
                + handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /** Ends what a killed JVM left in a kept folder; refuses a folder that a living one uses. */
    private static void endLeftover(Path pidFile) {
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            List<String> processAndOwner = Files.readAllLines(pidFile);
            Optional<ProcessHandle> leftover =
                    processAndOwner.stream().findFirst().flatMap(ServerProcess::living);
            Optional<ProcessHandle> owner =
                    processAndOwner.stream().skip(1).findFirst().flatMap(ServerProcess::living);
            if (leftover.isPresent() && owner.isPresent()) {
                throw new ServerFailedException("folder " + pidFile.getParent() + " is in use by process "
                        + owner.get().pid() + " (" + pidFile.getFileName() + "); stop it or choose another folder");
            }
            leftover.ifPresent(ServerProcess::endAndWait);
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        }
    }

    /**
     * Process ids are used again by others, so the start time has to agree too. One that has ended but was not yet
     * collected by its parent has no command any more.
     */
    private static Optional<ProcessHandle> living(String identity) {
        try {
            return ProcessHandle.of(Long.parseLong(identity.split(" ", 2)[0]))
                    .filter(handle -> handle.info().command().isPresent())
                    .filter(handle -> identity(handle).equals(identity) && !identity.endsWith("unknown"));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void endAndWait(ProcessHandle handle) {
        handle.destroyForcibly();
        handle.onExit()
                .completeOnTimeout(handle, GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
