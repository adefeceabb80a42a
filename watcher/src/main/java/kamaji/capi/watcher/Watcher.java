// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import kamaji.capi.watcher.attention.AttentionQueue;
import kamaji.capi.watcher.attention.Senders;
import kamaji.capi.watcher.attention.Sweep;
import kamaji.capi.watcher.attention.WedgedClusters;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.watcher.kind.Scope;
import kamaji.capi.watcher.leadership.LeaderElection;
import kamaji.capi.watcher.signals.Runs;
import kamaji.capi.watcher.signals.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the objects of all clusters and signals the workflow of each that needs attention. Of several watchers of one
 * instance only the leader signals; the others keep their caches warm. Writes nothing to Kubernetes but its Lease.
 */
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final long BETWEEN_ROUNDS_MILLIS = 100;
    private static final long BETWEEN_LOOKS_SECONDS = 30;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final WatcherOptions options;
    private final Executor executor;
    private final AttentionQueue queue;
    private final Caches caches;
    private final Senders senders;
    private final Judge judge;
    private final LeaderElection election;
    private final Rounds rounds;
    private final WedgedClusters wedged;
    private final ScheduledExecutorService clockThread;
    private final ScheduledExecutorService looks;
    private volatile @Nullable Future<?> everyRound;

    /**
     * A watcher that has not started.
     *
     * @param client for informers, discovery and the Lease; stays open
     * @param executor runs as many senders as the pace says until the watcher is closed; stays open
     * @param leadLost called once when another process may lead; no signal is sent after that and the process should end
     */
    public Watcher(
            KubernetesClient client,
            Signals signals,
            Runs runs,
            WatcherOptions options,
            Executor executor,
            Runnable leadLost) {
        LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        this.options = options;
        this.executor = executor;
        clockThread = Executors.newSingleThreadScheduledExecutor(Watcher::clockThread);
        looks = Executors.newSingleThreadScheduledExecutor(Watcher::clockThread);
        queue = new AttentionQueue(options.pace(), clock);
        Keys keys = new Keys(options.instance());
        caches = new Caches(
                new Scope(client, options.namespace()),
                keys,
                queue,
                options.infrastructure(),
                options.external(),
                new KindWatch.Settings(options.pace().kindGrace(), clock, this::wake));
        judge = new Judge(
                caches,
                keys,
                options.watchFilter(),
                new ForeignSecrets(
                        (namespace, name) -> client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get(),
                        options.syncPeriod(),
                        clock),
                options.external(),
                options.upgradeVersions());
        election = new LeaderElection(client, options.instance(), options.leaderElection(), clock, () -> {
            queue.end();
            leadLost.run();
        });
        senders = new Senders(queue, judge::judge, signals, election::leads);
        Sweep sweep = new Sweep(judge::all, judge::judge, queue, options.pace(), clock);
        wedged = new WedgedClusters(judge::all, judge::judge, runs, queue, () -> synced() && election.leads(), clock);
        rounds = new Rounds(caches, queue, sweep, election::leads, options.syncPeriod(), clock);
    }

    /** Starts everything; returns at once. */
    public void start() {
        LOG.info(
                "watcher starts instance={} namespace={} watchFilter={} leaderElection={}",
                options.instance(),
                options.namespace() == null ? "*" : options.namespace(),
                options.watchFilter() == null ? "*" : options.watchFilter(),
                options.leaderElection().enabled());
        caches.start();
        senders.start(executor, options.pace().senders());
        election.start();
        Future<?> unused = looks.scheduleWithFixedDelay(
                wedged::look, BETWEEN_LOOKS_SECONDS, BETWEEN_LOOKS_SECONDS, TimeUnit.SECONDS);
        everyRound = clockThread.scheduleWithFixedDelay(
                this::round, BETWEEN_ROUNDS_MILLIS, BETWEEN_ROUNDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether all caches came in, or were found to be unavailable; does not depend on who leads. */
    public boolean synced() {
        return rounds.synced();
    }

    /** False when a part has stopped that never should: the process has to be started anew. */
    public boolean alive() {
        return dead().isEmpty();
    }

    /** Why the watcher is not ready or not alive, for people; empty when all is well. */
    public List<String> why() {
        List<String> reasons = new ArrayList<>(dead());
        if (!synced()) {
            caches.fixed()
                    .filter(watch -> !watch.synced())
                    .map(watch -> "waiting for the first list of " + watch.kind() + " objects"
                            + (watch.problem() == null ? "" : ": " + watch.problem()))
                    .forEach(reasons::add);
        }
        senders.problem().ifPresent(problem -> reasons.add("signals are not accepted: " + problem));
        return reasons;
    }

    /** Whether this watcher may signal at this moment. */
    public boolean leading() {
        return election.leads();
    }

    /** How many clusters wait to be looked at. */
    public int queueDepth() {
        return queue.depth();
    }

    /** How long the first of them has been due; zero when none is. */
    public Duration oldestAge() {
        return queue.oldest();
    }

    /** How many signals Temporal accepted. */
    public long signalsSent() {
        return senders.sent();
    }

    /** How many signals could not be sent; each is tried again. */
    public long signalsFailed() {
        return senders.failed();
    }

    /** Clusters whose runs are wedged and were started anew in vain, as {@code namespace/name}. */
    public List<String> wedged() {
        return wedged.left();
    }

    /** How many wedged runs were ended and started anew. */
    public long wedgedRestarts() {
        return wedged.restarts();
    }

    /** How many control planes are where; empty while another process leads, so that each is told once. */
    public Population population() {
        return election.leads() ? judge.population() : Population.NONE;
    }

    /**
     * When the client certificates of the published kubeconfigs expire, in no order; of those that have one. Empty while
     * another process leads, so that each is told once.
     */
    public List<Instant> kubeconfigExpiries() {
        return election.leads() ? caches.published().expiries() : List.of();
    }

    /** How each watch is; infrastructure kinds from when a Cluster has named one that is served. */
    public List<KindStatus> kinds() {
        return caches.all().stream()
                .map(watch -> new KindStatus(watch.kind(), watch.state(), watch.watching(), watch.failures()))
                .toList();
    }

    /** Sends what is in hand, lets go of the lead and stops watching. */
    @Override
    public void close() {
        queue.end();
        clockThread.shutdownNow();
        looks.shutdownNow();
        if (!senders.awaitEnd(LONGEST_END)) {
            LOG.warn("a signal is still being sent, it may be sent again by the next watcher");
        }
        election.close();
        caches.close();
    }

    private List<String> dead() {
        List<String> dead = new ArrayList<>();
        caches.all().stream()
                .filter(watch -> !watch.alive())
                .forEach(watch -> dead.add("the watch on " + watch.kind() + " objects has stopped"));
        if (senders.missing() > 0) {
            dead.add(senders.missing() + " of " + options.pace().senders() + " senders of signals have stopped");
        }
        Future<?> running = everyRound;
        if (running != null && running.isDone() && !clockThread.isShutdown()) {
            dead.add("the rounds of the watcher have stopped");
        }
        return dead;
    }

    private void round() {
        try {
            rounds.round();
        } catch (RuntimeException e) {
            LOG.error("round failed, the next one tries again", e);
        }
    }

    private void wake() {
        try {
            clockThread.execute(this::round);
        } catch (RejectedExecutionException closing) {
            LOG.debug("no round while closing");
        }
    }

    private static Thread clockThread(Runnable work) {
        Thread thread = new Thread(work, "watcher-clock");
        thread.setDaemon(true);
        return thread;
    }
}
