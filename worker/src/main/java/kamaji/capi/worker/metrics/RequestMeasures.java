// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Counts requests to the Kubernetes API by verb and code. */
public final class RequestMeasures implements Interceptor {
    private static final Pattern WATCHES = Pattern.compile("(^|&)watch=(true|1)(&|$)");
    /** The path of a kind, in a namespace or not; what follows is the name of an object. */
    private static final Pattern KIND = Pattern.compile("/(api/[^/]+|apis/[^/]+/[^/]+)(/namespaces/[^/]+)?/[^/]+/?");

    private final MeterRegistry registry;
    private final String client;

    /** @param client name of the client, for its label */
    public RequestMeasures(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        count(request, String.valueOf(response.code()));
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        count(request, "0");
    }

    private void count(HttpRequest request, String code) {
        Metric.API_REQUESTS.increment(registry, client, verb(request.method(), request.uri()), code);
    }

    /** The verb as Kubernetes has it in its roles. */
    static String verb(String method, URI uri) {
        return switch (method) {
            case "GET", "HEAD" -> {
                if (WATCHES.matcher(uri.getQuery() == null ? "" : uri.getQuery())
                        .find()) {
                    yield "watch";
                }
                yield KIND.matcher(uri.getPath()).matches() ? "list" : "get";
            }
            case "POST" -> "create";
            case "PUT" -> "update";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }
}
