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
    private Insistence insistence = Insistence.NEWS;
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

    /** Whom a sweep tells. */
    public enum Insistence {
        /** Those that need attention for a reason that they have not been told. */
        NEWS,
        /** All that need attention. */
        AGAIN,
        /** All that need attention, and those whose run ended blocked. */
        BLOCKED_TOO
    }

    /** Begins with all clusters. A sweep that is under way begins anew and insists no less than before. */
    public void begin(Insistence wanted) {
        boolean less = wanted.compareTo(insistence) < 0;
        insistence = less && !left.isEmpty() ? insistence : wanted;
        left.clear();
        left.addAll(clusters.get());
        put = 0;
        LOG.debug("sweep begins clusters={} insistence={}", left.size(), insistence);
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
        boolean anyway = insistence == Insistence.BLOCKED_TOO && judgement.blocked();
        boolean unknown = judgement.kind() == Judgement.Kind.UNKNOWN_YET;
        if (anyway || unknown || judgement.needsAttention()) {
            put(ref, anyway);
            allowance--;
            put++;
        }
    }

    private void put(ClusterRef ref, boolean anyway) {
        if (insistence == Insistence.NEWS) {
            queue.put(ref);
        } else {
            queue.putAgain(ref, anyway);
        }
    }

    private void refill() {
        long now = clock.getAsLong();
        double earned = (now - refilledAt) / MILLIS * pace.sweepPerSecond();
        allowance = Math.min(pace.sweepPerSecond(), allowance + earned);
        refilledAt = now;
    }
}
