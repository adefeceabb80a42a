// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes everything on, and ends a connection with an error on which nothing has arrived for too long. */
final class SilenceListener implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceListener.class);

    private final WebSocket.Listener listener;
    private final String about;
    private final Duration longest;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long heardAt;

    /** @param about path of the request, for people */
    SilenceListener(WebSocket.Listener listener, String about, Duration longest) {
        this.listener = listener;
        this.about = about;
        this.longest = longest;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        heardAt = System.nanoTime();
        listener.onOpen(webSocket);
        lookIn(longest, webSocket);
    }

    private void lookIn(Duration delay, WebSocket webSocket) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(() -> look(webSocket));
    }

    private void look(WebSocket webSocket) {
        if (ended.get()) {
            return;
        }
        Duration rest = longest.minusNanos(System.nanoTime() - heardAt);
        if (!rest.isNegative() && !rest.isZero()) {
            lookIn(rest, webSocket);
            return;
        }
        if (ended.compareAndSet(false, true)) {
            LOG.info("watch begins anew, nothing was heard on it seconds={} path={}", longest.toSeconds(), about);
            webSocket.abort();
            listener.onError(webSocket, new IOException("nothing was heard for " + longest.toSeconds() + " s"));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        return listener.onText(webSocket, data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        heardAt = System.nanoTime();
        return listener.onBinary(webSocket, data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        heardAt = System.nanoTime();
        return listener.onPing(webSocket, message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        heardAt = System.nanoTime();
        return listener.onPong(webSocket, message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        return ended.compareAndSet(false, true) ? listener.onClose(webSocket, statusCode, reason) : null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        if (ended.compareAndSet(false, true)) {
            listener.onError(webSocket, error);
        }
    }
}
