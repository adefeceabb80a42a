// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes that the kernel kills when this JVM dies, however it dies. Works where util-linux's setpriv is
 * installed; elsewhere processes start plainly and shutdown hooks are all there is.
 */
public final class ParentDeath {
    // The kernel watches the thread that forked, not the process, so one thread that never ends must do all the
    // forking.
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "server-starter");
        thread.setDaemon(true);
        return thread;
    });

    private static final List<String> PREFIX = prefix();

    private ParentDeath() {}

    /**
     * Starts a process in a session of its own: Ctrl-C in a terminal reaches this JVM alone.
     *
     * @throws IOException when the program cannot be started
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>(PREFIX);
        command.addAll(builder.command());
        builder.command(command);
        return startOnStarter(builder);
    }

    private static Process startOnStarter(ProcessBuilder builder) throws IOException {
        try {
            return STARTER.submit(builder::start).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while starting " + builder.command().get(0), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("cannot start " + builder.command().get(0), e.getCause());
        }
    }

    /** Empty where it does not work; whole paths, since a started program may be given a PATH of its own. */
    private static List<String> prefix() {
        String path = System.getenv("PATH");
        Optional<Path> setpriv = ProgramPath.find("setpriv", path);
        Optional<Path> setsid = ProgramPath.find("setsid", path);
        if (setpriv.isEmpty() || setsid.isEmpty()) {
            return List.of();
        }
        // setsid, so that Ctrl-C in a terminal reaches the JVM alone, which then stops its servers in order.
        List<String> prefix = List.of(
                setpriv.get().toString(),
                "--pdeathsig",
                "KILL",
                "--",
                setsid.get().toString());
        return works(prefix) ? prefix : List.of();
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            Process process = startOnStarter(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
