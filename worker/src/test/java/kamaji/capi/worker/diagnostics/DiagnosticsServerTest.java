// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.options.BindAddress;
import kamaji.capi.worker.options.DiagnosticsOptions;
import kamaji.capi.worker.options.LogLevel;
import org.junit.jupiter.api.Test;

class DiagnosticsServerTest {
    private static final BindAddress FREE_PORT = BindAddress.parse("127.0.0.1:0");

    private final AtomicReference<Health> liveness = new AtomicReference<>(new Health(true, "ok"));
    private final AtomicReference<Health> readiness = new AtomicReference<>(new Health(true, "ok"));

    private DiagnosticsServer serve(BindAddress probes, BindAddress metrics) {
        return DiagnosticsServer.start(
                new DiagnosticsOptions(metrics, probes, LogLevel.INFO), () -> "up 1\n", liveness::get, readiness::get);
    }

    private static HttpResponse<String> get(BindAddress address, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + address + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void probesTellWhatIsWrong() throws Exception {
        try (DiagnosticsServer server = serve(FREE_PORT, BindAddress.OFF)) {
            assertThat(get(server.probes(), "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server.probes(), "/readyz").body()).isEqualTo("ok\n");

            readiness.set(new Health(false, "watcher: has not synced"));

            assertThat(get(server.probes(), "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server.probes(), "/readyz").body()).contains("watcher: has not synced");
            assertThat(get(server.probes(), "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server.probes(), "/metrics").statusCode()).isEqualTo(404);
            assertThat(server.metrics().isOff()).isTrue();
        }
    }

    @Test
    void metricsAreServedAsPrometheusReadsThem() throws Exception {
        try (DiagnosticsServer server = serve(BindAddress.OFF, FREE_PORT)) {
            HttpResponse<String> response = get(server.metrics(), "/metrics");

            assertThat(response.body()).isEqualTo("up 1\n");
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        }
    }

    @Test
    void takenAddressIsNamedWithItsFlag() {
        try (DiagnosticsServer first = serve(FREE_PORT, BindAddress.OFF)) {
            assertThatThrownBy(() -> serve(first.probes(), BindAddress.OFF))
                    .isInstanceOfSatisfying(
                            StartFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ExitCode.CANNOT_LISTEN))
                    .hasMessageContaining(first.probes().toString())
                    .hasMessageContaining("--health-probe-bind-address");
        }
    }

    @Test
    void oneAddressServesBoth() throws Exception {
        BindAddress free;
        try (DiagnosticsServer probe = serve(FREE_PORT, BindAddress.OFF)) {
            free = probe.probes();
        }
        try (DiagnosticsServer server = serve(free, free)) {
            assertThat(get(server.probes(), "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server.metrics(), "/metrics").statusCode()).isEqualTo(200);
        }
    }
}
