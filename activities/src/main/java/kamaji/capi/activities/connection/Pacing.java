// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends a request once the API server may be asked again.
 *
 * @param pause how long that is from now
 */
record Pacing(Supplier<Duration> pause) {
    /** Leadership would be lost by waiting: one small request in two seconds is no burden. */
    private static final String LEASES = "/apis/coordination.k8s.io/";

    <T> CompletableFuture<T> send(URI uri, Supplier<CompletableFuture<T>> request) {
        Duration wait = pause.get();
        if (wait.isZero() || uri.getPath().startsWith(LEASES)) {
            return request.get();
        }
        Executor later = CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS);
        return CompletableFuture.runAsync(() -> {}, later).thenCompose(waited -> request.get());
    }
}
