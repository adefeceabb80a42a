// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The in-memory server once in a while forgets to let time go on, whatever the life. One that does not end is lived anew on
 * another server; one that never ends is wrong.
 */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final int SERVERS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "life");
        thread.setDaemon(true);
        return thread;
    });

    private Patience() {}

    /**
     * What goes wrong in a life.
     *
     * @param onOneServer lives it on a server of its own
     */
    static List<String> with(Object life, Callable<List<String>> onOneServer) {
        for (int server = 1; server <= SERVERS; server++) {
            Future<List<String>> living = THREADS.submit(onOneServer);
            try {
                return living.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException stuck) {
                living.cancel(true);
                LOG.warn("time stands still on the in-memory server, trying another one server={}", server);
            } catch (ExecutionException e) {
                throw new AssertionError("a life cannot be lived: " + life, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return List.of("did not end within " + LONGEST.toSeconds() + " s on any of " + SERVERS + " servers");
    }
}
