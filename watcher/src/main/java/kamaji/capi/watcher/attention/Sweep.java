// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kamaji.capi.workflows.facts.ClusterRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every cluster once, without a request, and puts into the queue what needs attention, no faster than its
 * pace. Used by one thread.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int JUDGED_AT_ONCE = 500;
    private static final double MILLIS = 1000;

    private final Supplier<Collection<ClusterRef>> clusters;
    private final Function<ClusterRef, Judgement> judge;
    private final AttentionQueue queue;
    private final Pace pace;
    private final LongSupplier clock;
    private final Deque<ClusterRef> left = new ArrayDeque<>();
    private double allowance;
    private long refilledAt;
    private boolean blockedToo;
    private int put;

    public Sweep(
            Supplier<Collection<ClusterRef>> clusters,
            Function<ClusterRef, Judgement> judge,
            AttentionQueue queue,
            Pace pace,
            LongSupplier clock) {
        this.clusters = clusters;
        this.judge = judge;
        this.queue = queue;
        this.pace = pace;
        this.clock = clock;
        this.allowance = pace.sweepPerSecond();
        this.refilledAt = clock.getAsLong();
    }

    /**
     * Begins with all clusters; one that is under way begins anew.
     *
     * @param withBlocked whether clusters whose run ended blocked are tried again although nothing changed
     */
    public void begin(boolean withBlocked) {
        blockedToo = withBlocked || (blockedToo && !left.isEmpty());
        left.clear();
        left.addAll(clusters.get());
        put = 0;
        LOG.debug("sweep begins clusters={} withBlocked={}", left.size(), blockedToo);
    }

    /** Goes on as far as the pace allows; to be called often. */
    public void advance() {
        refill();
        boolean unfinished = !left.isEmpty();
        for (int judged = 0; judged < JUDGED_AT_ONCE && allowance >= 1 && !left.isEmpty(); judged++) {
            look(left.remove());
        }
        if (unfinished && left.isEmpty()) {
            LOG.debug("sweep ended put={}", put);
        }
    }

    private void look(ClusterRef ref) {
        Judgement judgement = judge.apply(ref);
        boolean again = blockedToo && judgement.blocked();
        boolean unknown = judgement.kind() == Judgement.Kind.UNKNOWN_YET;
        if (again || unknown || judgement.needsAttention()) {
            queue.putAgain(ref, again);
            allowance--;
            put++;
        }
    }

    private void refill() {
        long now = clock.getAsLong();
        double earned = (now - refilledAt) / MILLIS * pace.sweepPerSecond();
        allowance = Math.min(pace.sweepPerSecond(), allowance + earned);
        refilledAt = now;
    }
}
