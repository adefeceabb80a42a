// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporal's development server on loopback: real, but one process, without authentication. Not for concurrent use of
 * kill, restart and close.
 */
public final class TemporalServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 4;

    private final TemporalServerOptions options;
    private final Path program;
    private final ServerFolder folder;
    private final ShutdownHook hook;
    private TemporalCommands commands;
    private @Nullable ServerProcess process;

    private TemporalServer(TemporalServerOptions options, Path program) {
        this.options = options;
        this.program = program;
        this.folder = ServerFolder.of(folderOf(options.dbFile()));
        this.commands = newCommands();
        this.hook = ShutdownHook.add("stop-temporal", this::stopAll);
    }

    /** As {@link #start(TemporalServerOptions, ToolCache)}, with the tools of this user. */
    public static TemporalServer start(TemporalServerOptions options) {
        return start(options, ToolCache.standard());
    }

    /**
     * Starts the server and returns when the frontend answers and the namespace is there, about 2 s later.
     *
     * @throws ToolMissingException when the program is missing and cannot be made
     * @throws ServerFailedException when the server does not come up; the message has the end of its log
     */
    public static TemporalServer start(TemporalServerOptions options, ToolCache tools) {
        TemporalServer server = new TemporalServer(options, tools.path(Tool.TEMPORAL));
        try {
            server.startPatiently(false);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@code 127.0.0.1:<port>}; the same after a restart. */
    public String address() {
        return commands.address();
    }

    public String namespace() {
        return options.namespace();
    }

    /** Address of the web UI. Throws IllegalStateException when it was not asked for at start. */
    public String uiUrl() {
        if (!options.ui()) {
            throw new IllegalStateException("no web UI: start the server with options.withUi(0)");
        }
        return "http://127.0.0.1:" + commands.uiPort();
    }

    /** The {@code temporal} program, for commands against {@link #address}. */
    public Path program() {
        return program;
    }

    /** Folder with the log file: the one of the database file if there is one. */
    public Path directory() {
        return folder.path();
    }

    /** SIGKILL; {@link #restart} brings it back, with its workflows when it has a database file. */
    public void kill() {
        if (process != null) {
            process.kill();
            LOG.info("killed server=temporal address={}", address());
        }
    }

    /** Starts it again on the same ports with the same database file, after ending it if it still runs. */
    public void restart() {
        if (process != null) {
            process.stop();
        }
        startPatiently(true);
    }

    /** Process ids of everything that runs for this server. */
    public List<Long> pids() {
        return process != null && process.isAlive() ? List.of(process.pid()) : List.of();
    }

    /** Stops the process; a database file stays. */
    @Override
    public void close() {
        hook.remove();
        stopAll();
    }

    private synchronized void stopAll() {
        if (process != null) {
            process.stop();
        }
        folder.release();
    }

    private static @Nullable Path folderOf(@Nullable Path dbFile) {
        return dbFile == null ? null : dbFile.toAbsolutePath().getParent();
    }

    private String processName() {
        Path dbFile = options.dbFile();
        return dbFile == null ? "temporal" : String.valueOf(dbFile.getFileName());
    }

    private TemporalCommands newCommands() {
        return new TemporalCommands(program, options, Ports.orFree(options.port()), Ports.orFree(options.uiPort()));
    }

    /** Once in a while it panics at start without a lasting reason; a port may also have been taken meanwhile. */
    private void startPatiently(boolean samePorts) {
        for (int attempt = 1; ; attempt++) {
            try {
                startOnce();
                return;
            } catch (ServerFailedException e) {
                boolean portIsLost = Ports.wasTaken(e) && (samePorts || options.port() != 0);
                if (attempt == ATTEMPTS || portIsLost || !pids().isEmpty()) {
                    throw e;
                }
                LOG.info("starting again server=temporal address={} because={}", address(), e.getMessage());
                kill();
                commands = samePorts ? commands : newCommands();
            }
        }
    }

    private void startOnce() {
        long start = System.nanoTime();
        Ports.requireFree(commands.port());
        ServerProcess starting =
                ServerProcess.start(processName(), commands.server(), folder.path(), TemporalServer::ownSettingsOnly);
        process = starting;
        starting.awaitReady(() -> portOpen() && answers(), PATIENCE);
        LOG.info(
                "started server=temporal address={} seconds={} directory={}",
                address(),
                (System.nanoTime() - start) / 1_000_000_000,
                folder.path());
    }

    private boolean portOpen() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), commands.port()), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers() {
        ServerProcess question =
                ServerProcess.start("question", commands.question(), folder.path(), TemporalServer::ownSettingsOnly);
        Optional<Integer> code = question.awaitExit(Duration.ofSeconds(15));
        question.kill();
        return code.isPresent() && code.get() == 0;
    }

    /** The user's TEMPORAL_ADDRESS, TEMPORAL_TLS and so on are meant for other servers. */
    private static void ownSettingsOnly(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
    }
}
