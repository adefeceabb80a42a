// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kamaji.capi.watcher.signals.Runs;
import kamaji.capi.watcher.signals.Runs.WedgedRun;
import kamaji.capi.watcher.signals.SignalFailedException;
import kamaji.capi.workflows.facts.ClusterRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runs that cannot go on: their workflow task fails over and over, so they cannot tell it themselves. Clusters that
 * have not settled for a while are looked at, and such a run is ended and started anew from the objects, three times at
 * most until the cluster settles. Looked through by one thread; what it has found may be asked by any.
 */
public final class WedgedClusters {
    private static final Logger LOG = LoggerFactory.getLogger(WedgedClusters.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_RESTARTS = 3;
    private static final int MOST_LOOKS = 50;
    private static final String REASON =
            "the workflow task failed over and over: ended by the provider, which starts anew from the objects";

    private final Supplier<Collection<ClusterRef>> clusters;
    private final Function<ClusterRef, Judgement> judge;
    private final Runs runs;
    private final AttentionQueue queue;
    private final BooleanSupplier leads;
    private final LongSupplier clock;
    private final Map<ClusterRef, Unsettled> unsettled = new HashMap<>();
    private final Set<String> left = new ConcurrentSkipListSet<>();
    private final LongAdder restarts = new LongAdder();

    /** A cluster that has not settled: since when or when it was looked at last, and how often its run was ended. */
    private record Unsettled(long lookedAt, int restarts) {}

    /** @param clock milliseconds that never go back */
    public WedgedClusters(
            Supplier<Collection<ClusterRef>> clusters,
            Function<ClusterRef, Judgement> judge,
            Runs runs,
            AttentionQueue queue,
            BooleanSupplier leads,
            LongSupplier clock) {
        this.clusters = clusters;
        this.judge = judge;
        this.runs = runs;
        this.queue = queue;
        this.leads = leads;
        this.clock = clock;
    }

    /** Looks through all clusters once; asks the server about few at most. Never throws. */
    public void look() {
        try {
            if (leads.getAsBoolean()) {
                lookThrough();
            }
        } catch (SignalFailedException e) {
            LOG.debug("runs cannot be looked at, tried again problem=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("runs could not be looked at", e);
        }
    }

    private void lookThrough() throws SignalFailedException {
        long now = clock.getAsLong();
        Set<ClusterRef> present = new HashSet<>();
        int looks = 0;
        for (ClusterRef ref : clusters.get()) {
            if (judge.apply(ref).settled()) {
                continue;
            }
            present.add(ref);
            Unsettled since = unsettled.computeIfAbsent(ref, unused -> new Unsettled(now, 0));
            if (now - since.lookedAt >= PATIENCE.toMillis() && looks < MOST_LOOKS) {
                looks++;
                unsettled.put(ref, lookAt(ref, since, now));
            }
        }
        unsettled.keySet().retainAll(present);
        left.retainAll(present.stream().map(WedgedClusters::name).toList());
    }

    private Unsettled lookAt(ClusterRef ref, Unsettled since, long now) throws SignalFailedException {
        Optional<WedgedRun> found = runs.wedged(ref);
        if (found.isEmpty()) {
            left.remove(name(ref));
            return new Unsettled(now, since.restarts);
        }
        WedgedRun run = found.get();
        if (since.restarts >= MOST_RESTARTS) {
            if (left.add(name(ref))) {
                tell(ref, run, "a run is wedged again and is left as it is: report it with its history");
            }
            return new Unsettled(now, since.restarts);
        }
        runs.terminate(ref, run, REASON);
        restarts.increment();
        tell(ref, run, "a wedged run was ended and is started anew from the objects");
        queue.putAgain(ref, true);
        return new Unsettled(now, since.restarts + 1);
    }

    private static void tell(ClusterRef ref, WedgedRun run, String what) {
        LOG.error(
                "{} attempts={} run={} namespace={} name={} workflow={}",
                what,
                run.attempts(),
                run.runId(),
                ref.namespace(),
                ref.name(),
                ref.workflowId());
    }

    private static String name(ClusterRef ref) {
        return ref.namespace() + "/" + ref.name();
    }

    /** Clusters whose runs are wedged and are not started anew any more, as {@code namespace/name}. */
    public List<String> left() {
        return List.copyOf(left);
    }

    /** How many runs were ended because they were wedged. */
    public long restarts() {
        return restarts.sum();
    }
}
