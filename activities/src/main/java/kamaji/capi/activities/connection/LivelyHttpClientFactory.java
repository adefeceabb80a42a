// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes HTTP clients that give up connections which are open but dead, as a firewall leaves them that forgets them: nothing
 * else would notice for a quarter of an hour. A watch on which nothing arrives for some time ends with an error, and begins
 * anew where it was; after a request that is not answered in time the next one gets a new connection.
 */
public final class LivelyHttpClientFactory extends JdkHttpClientFactory {
    /** An API server sends a bookmark to every watch about once a minute, so this much silence is none of its own. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private final Duration longestSilence;
    private final Supplier<Duration> pause;

    /** @param longestSilence after how long without anything on it a watch is given up */
    public LivelyHttpClientFactory(Duration longestSilence) {
        this(longestSilence, () -> Duration.ZERO);
    }

    /**
     * As the other, for clients that try again by themselves.
     *
     * @param pause how long each request, but those about the Lease, has to wait before it is sent: fabric8 tries again
     *     at its own pace, whatever the API server has asked for
     */
    public LivelyHttpClientFactory(Duration longestSilence, Supplier<Duration> pause) {
        this.longestSilence = longestSilence;
        this.pause = pause;
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return new LivelyHttpClientBuilder(super.createNewHttpClientBuilder(), longestSilence, new Pacing(pause));
    }
}
