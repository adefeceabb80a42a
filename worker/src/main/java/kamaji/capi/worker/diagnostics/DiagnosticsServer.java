// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.diagnostics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.options.BindAddress;
import kamaji.capi.worker.options.DiagnosticsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics}, {@code /healthz} and {@code /readyz} in plain HTTP, on one address or two. */
public final class DiagnosticsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticsServer.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private final Map<BindAddress, HttpServer> servers = new LinkedHashMap<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "diagnostics");
        thread.setDaemon(true);
        return thread;
    });

    private BindAddress probes = BindAddress.OFF;
    private BindAddress metrics = BindAddress.OFF;

    private DiagnosticsServer() {}

    /**
     * Serves from now on.
     *
     * @throws StartFailure when an address is taken or not of this machine
     */
    public static DiagnosticsServer start(
            DiagnosticsOptions options,
            Supplier<String> metrics,
            Supplier<Health> liveness,
            Supplier<Health> readiness) {
        DiagnosticsServer server = new DiagnosticsServer();
        try {
            server.bind(options, metrics, liveness, readiness);
            return server;
        } catch (StartFailure refused) {
            server.close();
            throw refused;
        }
    }

    private void bind(
            DiagnosticsOptions options,
            Supplier<String> metrics,
            Supplier<Health> liveness,
            Supplier<Health> readiness) {
        if (!options.probes().isOff()) {
            HttpServer server = listen(options.probes(), "--health-probe-bind-address");
            serveProbe(server, "/healthz", liveness);
            serveProbe(server, "/readyz", readiness);
            probes = bound(options.probes(), server);
        }
        if (!options.metrics().isOff()) {
            HttpServer server = listen(options.metrics(), "--metrics-bind-address or --diagnostics-address");
            server.createContext("/metrics", exchange -> answer(exchange, 200, METRICS_TYPE, metrics.get()));
            this.metrics = bound(options.metrics(), server);
        }
        servers.values().forEach(HttpServer::start);
        LOG.info("diagnostics served probes={} metrics={}", probes, this.metrics);
    }

    private static BindAddress bound(BindAddress asked, HttpServer server) {
        return new BindAddress(asked.host(), server.getAddress().getPort());
    }

    /** The same address may serve both; a free port is picked once for each. */
    private HttpServer listen(BindAddress address, String flag) {
        HttpServer shared = servers.get(address);
        if (shared != null) {
            return shared;
        }
        try {
            InetSocketAddress socket = address.host() == null
                    ? new InetSocketAddress(address.port())
                    : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            HttpServer server = HttpServer.create(socket, 0);
            server.setExecutor(executor);
            servers.put(bound(address, server), server);
            return server;
        } catch (IOException taken) {
            throw new StartFailure(
                    ExitCode.CANNOT_LISTEN,
                    "cannot listen at " + address + " (" + taken.getMessage()
                            + "); free it or write another address in " + flag + ", 0 to switch it off");
        }
    }

    private static void serveProbe(HttpServer server, String path, Supplier<Health> probe) {
        server.createContext(path, exchange -> {
            Health health = probe.get();
            answer(exchange, health.well() ? 200 : 503, TEXT_TYPE, health.text() + "\n");
        });
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Where probes are served, with the port that was picked; off when they are not. */
    public BindAddress probes() {
        return probes;
    }

    /** Where metrics are served, with the port that was picked; off when they are not. */
    public BindAddress metrics() {
        return metrics;
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        executor.shutdownNow();
    }
}
