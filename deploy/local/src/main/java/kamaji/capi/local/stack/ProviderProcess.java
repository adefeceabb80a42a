// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kamaji.capi.servers.ParentDeath;
import kamaji.capi.servers.Ports;
import kamaji.capi.servers.ShutdownHook;

/** The packaged provider, running as a process of its own that does not outlive this JVM, however it ends. */
public final class ProviderProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(45);

    private final Process process;
    private final ShutdownHook hook;
    private final Path log;
    private final int probePort;
    private final int metricsPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ProviderProcess(Process process, Path log, int probePort, int metricsPort) {
        this.process = process;
        this.hook = ShutdownHook.add("stop-provider", process::destroyForcibly);
        this.log = log;
        this.probePort = probePort;
        this.metricsPort = metricsPort;
    }

    /**
     * Starts the provider; does not wait until it is ready.
     *
     * @param log gets what it prints, appended
     * @param arguments flags beyond those for the addresses
     */
    static ProviderProcess start(
            Path launcher,
            Path kubeconfig,
            String temporal,
            Path log,
            Map<String, String> more,
            List<String> arguments) {
        int probePort = Ports.free();
        int metricsPort = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                "--temporal-address=" + temporal,
                "--health-probe-bind-address=127.0.0.1:" + probePort,
                "--metrics-bind-address=127.0.0.1:" + metricsPort));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().putAll(more);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new ProviderProcess(ParentDeath.start(builder), log, probePort, metricsPort);
        } catch (IOException e) {
            throw new UncheckedIOException("the provider does not start", e);
        }
    }

    /**
     * Waits until the provider says that it is ready.
     *
     * @throws IllegalStateException when it ends or takes longer than a minute; the message holds its last lines
     */
    public void awaitReady() {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (probe("readyz") != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the provider did not become ready; its last lines:\n" + lastLines());
            }
            pause();
        }
    }

    /** HTTP status of {@code healthz} or {@code readyz}, 0 when nobody answers. */
    public int probe(String path) {
        return get(probePort, path).map(HttpResponse::statusCode).orElse(0);
    }

    /** The metrics page, empty when nobody answers. */
    public String metrics() {
        return get(metricsPort, "metrics").map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Everything that the provider has printed so far. */
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastLines() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    public long pid() {
        return process.pid();
    }

    /** User and system CPU time so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in megabytes, 0 where the system does not tell. */
    public long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Kills it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends it as Kubernetes does, and kills it when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            hook.remove();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
