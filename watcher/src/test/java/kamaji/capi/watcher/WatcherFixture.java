// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.watcher.attention.Pace;
import kamaji.capi.watcher.leadership.LeaderElectionSettings;
import kamaji.capi.watcher.signals.FakeSignals;
import kamaji.capi.watcher.signals.Runs;
import kamaji.capi.workflows.facts.ClusterRef;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A started watcher with signals that go nowhere. */
final class WatcherFixture implements AutoCloseable {
    static final String INSTANCE = "test";
    /** What may wait waits for half a second, and kinds are waited for two. */
    static final Pace QUICK = new Pace(
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            50,
            4,
            Duration.ofSeconds(2));

    final FakeSignals signals = new FakeSignals();
    final Watcher watcher;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private WatcherFixture(KubernetesClient client, WatcherOptions options, Runnable leadLost) {
        watcher = new Watcher(client, signals, new NoRuns(), options, executor, leadLost);
        watcher.start();
    }

    static WatcherOptions options(@Nullable String namespace) {
        return new WatcherOptions(
                INSTANCE,
                namespace,
                null,
                Duration.ofHours(1),
                List.of(),
                LeaderElectionSettings.off(),
                InfrastructureKinds.builtIn(),
                new ExternalGates(true, false),
                QUICK);
    }

    static WatcherFixture start(KubernetesClient client, WatcherOptions options) {
        return start(client, options, () -> {});
    }

    static WatcherFixture start(KubernetesClient client, WatcherOptions options, Runnable leadLost) {
        return new WatcherFixture(client, options, leadLost);
    }

    static ClusterRef ref(String namespace, String name) {
        return new ClusterRef(INSTANCE, namespace, name);
    }

    WatcherFixture synced() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(watcher::synced);
        return this;
    }

    @Override
    public void close() {
        watcher.close();
        executor.shutdownNow();
    }

    /** Nothing is ever wedged. */
    private static final class NoRuns implements Runs {
        @Override
        public Optional<WedgedRun> wedged(ClusterRef ref) {
            return Optional.empty();
        }

        @Override
        public void terminate(ClusterRef ref, WedgedRun run, String reason) {
            throw new AssertionError("nothing is wedged");
        }
    }
}
