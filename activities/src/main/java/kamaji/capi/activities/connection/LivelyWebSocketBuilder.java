// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Puts a {@link SilenceListener} in front of the listener of each watch. */
final class LivelyWebSocketBuilder implements WebSocket.Builder {
    private final WebSocket.Builder builder;
    private final Duration longestSilence;
    private final Pacing pacing;

    LivelyWebSocketBuilder(WebSocket.Builder builder, Duration longestSilence, Pacing pacing) {
        this.pacing = pacing;
        this.builder = builder;
        this.longestSilence = longestSilence;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        builder.header(name, value);
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        builder.subprotocols(mostPreferred, lesserPreferred);
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        SilenceListener heard = new SilenceListener(listener, uri.getPath(), longestSilence);
        return pacing.send(uri, () -> builder.buildAsync(uri, heard));
    }
}
