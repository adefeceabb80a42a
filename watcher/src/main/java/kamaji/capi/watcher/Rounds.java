// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.watcher.attention.AttentionQueue;
import kamaji.capi.watcher.attention.Sweep;
import kamaji.capi.watcher.attention.Sweep.Insistence;
import kamaji.capi.watcher.kind.InfrastructureWatches;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the watcher does by the clock: opens the queue once the caches are in and this process leads, and sweeps then,
 * when a kind becomes readable or unreadable or the fields of a TenantControlPlane change, and once in a sync period.
 * Used by one thread.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final Caches caches;
    private final AttentionQueue queue;
    private final Sweep sweep;
    private final BooleanSupplier leads;
    private final Duration syncPeriod;
    private final LongSupplier clock;
    private volatile boolean synced;
    private boolean open;
    private Map<String, KindState> swept = Map.of();
    private @Nullable ServedSchema sweptSchema;
    private long periodBegan = NEVER;

    Rounds(
            Caches caches,
            AttentionQueue queue,
            Sweep sweep,
            BooleanSupplier leads,
            Duration syncPeriod,
            LongSupplier clock) {
        this.caches = caches;
        this.queue = queue;
        this.sweep = sweep;
        this.leads = leads;
        this.syncPeriod = syncPeriod;
        this.clock = clock;
    }

    /** Whether the caches came in; never taken back. */
    boolean synced() {
        return synced;
    }

    void round() {
        caches.infrastructure().advance();
        caches.remotes().advance();
        caches.schema().advance();
        if (!synced && caches.settled()) {
            synced = true;
            LOG.info(
                    "caches are in controlPlanes={}",
                    caches.controlPlanes().all().size());
        }
        if (synced && leads.getAsBoolean()) {
            lead();
        }
    }

    private void lead() {
        if (!open) {
            open = true;
            queue.open();
            // What is blocked was tried by whoever watched before; a restart changes nothing about that.
            begin(Insistence.NEWS);
        } else if (!states().equals(swept)) {
            begin(anyCameBack() ? Insistence.AGAIN : Insistence.NEWS);
        } else if (!Objects.equals(caches.schema().seen(), sweptSchema)) {
            begin(Insistence.NEWS); // what lacks a field may get it now; nothing else is touched
        } else if (clock.getAsLong() - periodBegan >= syncPeriod.toMillis()) {
            begin(Insistence.BLOCKED_TOO);
        }
        sweep.advance();
    }

    private void begin(Insistence insistence) {
        swept = states();
        sweptSchema = caches.schema().seen();
        if (insistence == Insistence.BLOCKED_TOO || periodBegan == NEVER) {
            periodBegan = clock.getAsLong();
        }
        sweep.begin(insistence);
    }

    /** Runs may wait for a kind that was not there, for a reason that stays the same now that it is. */
    private boolean anyCameBack() {
        return states().entrySet().stream()
                .anyMatch(
                        now -> now.getValue() == KindState.LISTED && swept.get(now.getKey()) == KindState.UNAVAILABLE);
    }

    /** The states of all kinds about which something is known. */
    private Map<String, KindState> states() {
        Map<String, KindState> states = new TreeMap<>();
        caches.fixed().forEach(watch -> put(states, watch));
        for (InfrastructureWatches.Watched watched : caches.infrastructure().all()) {
            if (watched.state() != KindState.PENDING) {
                states.put(watched.kind() + " of infrastructure", watched.state());
            }
        }
        return states;
    }

    private static void put(Map<String, KindState> states, KindWatch<?> watch) {
        if (watch.state() != KindState.PENDING) {
            states.put(watch.kind(), watch.state());
        }
    }
}
