// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Java client, replaced by a fresh one when a request was not answered in time: all requests share one HTTP/2
 * connection, which the Java client would use for ever. What is under way on the old one may still end well.
 */
@SuppressWarnings("ReferenceEquality") // the very client, not one like it
final class LivelyHttpClient extends HttpClient {
    private static final Logger LOG = LoggerFactory.getLogger(LivelyHttpClient.class);

    private final Supplier<HttpClient> fresh;
    private final Duration longestSilence;
    private final Pacing pacing;
    private volatile HttpClient current;

    LivelyHttpClient(Supplier<HttpClient> fresh, Duration longestSilence, Pacing pacing) {
        this.pacing = pacing;
        this.fresh = fresh;
        this.longestSilence = longestSilence;
        this.current = fresh.get();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpClient used = current;
        try {
            return used.send(request, body);
        } catch (IOException e) {
            judge(e, used);
            throw e;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return pacing.send(request.uri(), () -> {
            HttpClient used = current;
            return judged(used.sendAsync(request, body), used);
        });
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> body,
            HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
        return pacing.send(request.uri(), () -> {
            HttpClient used = current;
            return judged(used.sendAsync(request, body, pushes), used);
        });
    }

    private <T> CompletableFuture<HttpResponse<T>> judged(CompletableFuture<HttpResponse<T>> answer, HttpClient used) {
        // The very future is returned, so that cancelling it still ends the request.
        CompletableFuture<HttpResponse<T>> unused = answer.whenComplete((response, failure) -> judge(failure, used));
        return answer;
    }

    private void judge(@Nullable Throwable failure, HttpClient used) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean unanswered = cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
        if (unanswered) {
            replace(used);
        }
    }

    private synchronized void replace(HttpClient used) {
        if (current == used) {
            current = fresh.get();
            LOG.info("no answer in time, the next request gets a new connection");
        }
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new LivelyWebSocketBuilder(current.newWebSocketBuilder(), longestSilence, pacing);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return current.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return current.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return current.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return current.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return current.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return current.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return current.authenticator();
    }

    @Override
    public Version version() {
        return current.version();
    }

    @Override
    public Optional<Executor> executor() {
        return current.executor();
    }
}
