// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/** Answers admission reviews over HTTPS on loopback; while it is off, connections to its port are refused. */
final class AdmissionServer implements AutoCloseable {
    static final String MUTATE = "/mutate-kamaji-clastix-io-v1alpha1-tenantcontrolplane";
    static final String VALIDATE = "/validate-kamaji-clastix-io-v1alpha1-tenantcontrolplane";
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final AdmissionRules rules;
    private final ObjectMapper mapper = new ObjectMapper();
    private final CertificateAuthority authority = new CertificateAuthority("kamaji-webhook");
    private final SSLContext tls = authority.server("kamaji-webhook", "127.0.0.1");
    private final ExecutorService pool = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "kamaji-admission");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable HttpsServer server;
    private int port;

    AdmissionServer(AdmissionRules rules) {
        this.rules = rules;
    }

    /** Starts listening, on the same port as before if it did already. */
    synchronized void on() {
        if (server != null) {
            return;
        }
        try {
            HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
            started.setHttpsConfigurator(new HttpsConfigurator(tls));
            started.setExecutor(pool);
            started.createContext(MUTATE, exchange -> answer(exchange, true));
            started.createContext(VALIDATE, exchange -> answer(exchange, false));
            started.start();
            port = started.getAddress().getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + " for admission", e);
        }
    }

    synchronized void off() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** What a webhook configuration has to say to reach a path of this server. */
    synchronized Map<String, Object> clientConfig(String path) {
        String trust = authority.itself().certificatePem();
        return Map.of(
                "url",
                "https://127.0.0.1:" + port + path,
                "caBundle",
                Base64.getEncoder().encodeToString(trust.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() {
        off();
        pool.shutdownNow();
    }

    private void answer(HttpExchange exchange, boolean mutate) throws IOException {
        try (exchange) {
            Map<String, Object> review = mapper.readValue(exchange.getRequestBody(), TREE);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("apiVersion", "admission.k8s.io/v1");
            answer.put("kind", "AdmissionReview");
            Map<String, Object> request = Trees.map(review, "request");
            answer.put("response", mutate ? mutated(request) : validated(request));
            byte[] body = mapper.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Map<String, Object> mutated(Map<String, Object> request) throws IOException {
        Map<String, Object> response = allowed(request);
        if (!Trees.text(request, "operation").equals("CREATE")) {
            return response;
        }
        KubeObject object = new KubeObject(Trees.map(request, "object"));
        Map<String, Object> spec = Trees.merge(object.map("spec"), rules.defaults(object));
        List<Map<String, Object>> patch = List.of(Map.of("op", "replace", "path", "/spec", "value", spec));
        response.put("patchType", "JSONPatch");
        response.put("patch", Base64.getEncoder().encodeToString(mapper.writeValueAsBytes(patch)));
        return response;
    }

    private Map<String, Object> validated(Map<String, Object> request) {
        Map<String, Object> response = allowed(request);
        boolean created = Trees.text(request, "operation").equals("CREATE");
        KubeObject old = created ? null : new KubeObject(Trees.map(request, "oldObject"));
        Optional<String> refusal = rules.refusal(new KubeObject(Trees.map(request, "object")), old);
        refusal.ifPresent(message -> {
            response.put("allowed", false);
            response.put("status", Map.of("code", 403, "reason", "Forbidden", "message", message));
        });
        return response;
    }

    private static Map<String, Object> allowed(Map<String, Object> request) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", Trees.text(request, "uid"));
        response.put("allowed", true);
        return response;
    }
}
