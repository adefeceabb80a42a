// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the API server, each exactly one HTTP request: no hidden read before a patch and no hidden retry. At most
 * 16 are in flight, because the JDK's client fails beyond the server's limit of streams. Errors are {@link ApiRefusal}s.
 */
public final class ApiCalls {
    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
    private static final int TIMEOUT_SECONDS = 15;

    private final HttpClient http;
    private final URI server;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Semaphore inFlight = new Semaphore(16);

    public ApiCalls(KubernetesClient client) {
        this.server = URI.create(client.getMasterUrl().toString());
        this.http = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
                .build();
    }

    /** Where the API server listens. */
    public URI server() {
        return server;
    }

    public Optional<KubeObject> get(Kind kind, String namespace, String name) {
        try {
            return Optional.of(send("GET", kind.item(namespace, name), JSON, null));
        } catch (ApiRefusal refusal) {
            if (refusal.notFound()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Creates an object; apiVersion and kind are filled in. */
    public KubeObject create(Kind kind, String namespace, Map<String, Object> object) {
        return send("POST", kind.collection(namespace), JSON, typed(kind, object));
    }

    /** Asks whether an object could be created; nothing is kept. */
    public void tryCreate(Kind kind, String namespace, Map<String, Object> object) {
        send("POST", kind.collection(namespace) + "?dryRun=All", JSON, typed(kind, object));
    }

    /** Creates something below an object, such as a token of a service account. */
    public KubeObject createBelow(Kind kind, String namespace, String name, String below, Map<String, Object> body) {
        return send("POST", kind.item(namespace, name) + "/" + below, JSON, body);
    }

    public KubeObject merge(Kind kind, String namespace, String name, Map<String, Object> patch) {
        return send("PATCH", kind.item(namespace, name), MERGE, patch);
    }

    /** Patches the status, provided that the object is still the one given. */
    public KubeObject mergeStatus(Kind kind, KubeObject object, Map<String, Object> status) {
        return mergeStatus(kind, object.namespace(), object.name(), Map.of("uid", object.uid()), status);
    }

    /** Patches the status of whatever has that name, provided that it has the metadata given. */
    public KubeObject mergeStatus(
            Kind kind, String namespace, String name, Map<String, Object> metadata, Map<String, Object> status) {
        Map<String, Object> patch = Map.of("metadata", metadata, "status", status);
        return send("PATCH", kind.item(namespace, name) + "/status", MERGE, patch);
    }

    /** Replaces a whole object under a field manager's name; a stale resource version is a conflict. */
    public KubeObject update(Kind kind, KubeObject object, String fieldManager) {
        String path = kind.item(object.namespace(), object.name()) + "?fieldManager=" + fieldManager;
        return send("PUT", path, JSON, typed(kind, object.tree()));
    }

    /** Creates or changes an object by server-side apply. */
    public KubeObject apply(Kind kind, String namespace, Map<String, Object> object, String fieldManager) {
        String path = kind.item(namespace, Trees.text(object, "metadata", "name"));
        String query = "?force=true&fieldManager=" + fieldManager;
        return send("PATCH", path + query, "application/apply-patch+yaml", typed(kind, object));
    }

    /** Deletes an object; one that is not there, or has another uid than the one given, is left alone. */
    public void delete(Kind kind, String namespace, String name, String uid) {
        Map<String, Object> options = uid.isEmpty() ? Map.of() : Trees.nest(uid, "preconditions", "uid");
        try {
            send("DELETE", kind.item(namespace, name), JSON, options);
        } catch (ApiRefusal refusal) {
            if (!refusal.notFound() && !refusal.conflict()) {
                throw refusal;
            }
        }
    }

    private static Map<String, Object> typed(Kind kind, Map<String, Object> object) {
        Map<String, Object> typed = new LinkedHashMap<>(object);
        typed.put("apiVersion", kind.apiVersion());
        typed.put("kind", kind.kind());
        return typed;
    }

    private KubeObject send(String method, String path, String contentType, @Nullable Map<String, Object> body) {
        var request = http.newHttpRequestBuilder().uri(server.resolve(path));
        if (body == null) {
            request.header("Accept", JSON);
        } else {
            request.method(method, contentType, json(body));
        }
        inFlight.acquireUninterruptibly();
        try {
            HttpResponse<String> response = http.sendAsync(
                            request.timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).build(), String.class)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return answer(method, path, response);
        } catch (ExecutionException | TimeoutException e) {
            throw new ApiRefusal(0, method + " " + path + " was not answered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiRefusal(0, method + " " + path + " was interrupted");
        } finally {
            inFlight.release();
        }
    }

    private KubeObject answer(String method, String path, HttpResponse<String> response) {
        Map<String, Object> tree = parsed(response.body());
        if (!HttpResponse.isSuccessful(response.code())) {
            throw new ApiRefusal(response.code(), method + " " + path + ": " + Trees.text(tree, "message"));
        }
        return new KubeObject(tree);
    }

    private String json(Map<String, Object> body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    private Map<String, Object> parsed(String body) {
        try {
            return mapper.readValue(body, TREE);
        } catch (JsonProcessingException e) {
            return Map.of("message", body);
        }
    }
}
