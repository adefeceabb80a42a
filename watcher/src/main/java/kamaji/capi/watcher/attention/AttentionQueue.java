// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.facts.ClusterRef;

/**
 * The clusters that may need attention, each at most once. Putting one in only notes its name; whoever takes it judges
 * it anew and says here how that went. Closed at first: what is put in then is dropped, since opening comes with a
 * sweep. Safe for any number of threads.
 */
public final class AttentionQueue {
    // A lock instead of a monitor, which would pin virtual threads.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ClusterRef, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> waiting = new TreeSet<>(Entry.BY_TURN);
    private final Pace pace;
    private final LongSupplier clock;
    private long count;
    private boolean open;
    private boolean ended;

    /**
     * A closed queue.
     *
     * @param clock milliseconds that never go back
     */
    public AttentionQueue(Pace pace, LongSupplier clock) {
        this.pace = pace;
        this.clock = clock;
    }

    /** Accepts clusters from now on. */
    public void open() {
        locked(() -> open = !ended);
    }

    /** Forgets everything and accepts nothing; what is in hand is not waited for. */
    public void close() {
        locked(() -> {
            open = false;
            entries.clear();
            waiting.clear();
        });
    }

    /** Closes for good; every {@link #take} returns. */
    public void end() {
        close();
        locked(() -> {
            ended = true;
            changed.signalAll();
        });
    }

    /** Something about a cluster changed. */
    public void put(ClusterRef ref) {
        put(ref, false, false, false);
    }

    /** The KamajiControlPlane was deleted, as far as the watch knows. */
    public void putGone(ClusterRef ref) {
        put(ref, true, false, false);
    }

    /**
     * Lets a cluster be told again although it was told the same before.
     *
     * @param anyway even if it needs no attention
     */
    public void putAgain(ClusterRef ref, boolean anyway) {
        put(ref, false, true, anyway);
    }

    private void put(ClusterRef ref, boolean gone, boolean forgetTold, boolean anyway) {
        locked(() -> {
            if (!open) {
                return;
            }
            long now = clock.getAsLong();
            Entry entry = entries.computeIfAbsent(ref, name -> new Entry(name, count++, now));
            entry.gone |= gone;
            entry.asked |= anyway;
            if (forgetTold) {
                entry.told = null;
            }
            if (entry.inHand) {
                entry.again = true;
            } else {
                schedule(entry, now);
            }
        });
    }

    /** Waits for the next cluster that is due; empty when the queue has ended. */
    public Optional<ClusterRef> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended) {
                Optional<ClusterRef> due = poll();
                if (due.isPresent()) {
                    changed.signal(); // one more looks out for the next
                    return due;
                }
                if (waiting.isEmpty()) {
                    changed.await();
                } else {
                    changed.await(waiting.first().dueAt - clock.getAsLong(), TimeUnit.MILLISECONDS);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The next cluster that is due, if one is. It is in hand until one of the answers below is given. */
    Optional<ClusterRef> poll() {
        lock.lock();
        try {
            if (waiting.isEmpty() || waiting.first().dueAt > clock.getAsLong()) {
                return Optional.empty();
            }
            Entry entry = waiting.pollFirst();
            entry.waiting = false;
            entry.inHand = true;
            return Optional.of(entry.ref);
        } finally {
            lock.unlock();
        }
    }

    /** Answer: this is what the cluster in hand needs. True when it has to be told now; false ends its turn. */
    boolean isToBeTold(ClusterRef ref, Attention attention) {
        lock.lock();
        try {
            Entry entry = entries.get(ref);
            if (entry == null || !entry.inHand) {
                return false;
            }
            entry.gone = false;
            entry.notBefore = Math.max(entry.notBefore, clock.getAsLong() + pace.spacingMillis(waiting.size()));
            if (entry.asked) {
                return true;
            }
            if (attention.urgency() == Urgency.NONE) {
                forgetTold(entry);
                rest(entry);
                return false;
            }
            if (attention.reason().equals(entry.told)) {
                entry.patience = null;
                rest(entry);
                return false;
            }
            return attention.urgency() == Urgency.NOW || outOfPatience(entry);
        } finally {
            lock.unlock();
        }
    }

    private boolean outOfPatience(Entry entry) {
        long now = clock.getAsLong();
        if (entry.patience == null) {
            entry.patience = now + pace.later().toMillis();
        }
        if (now >= entry.patience) {
            return true;
        }
        putOff(entry, entry.patience);
        entry.wantedAt = entry.patience;
        return false;
    }

    /** Answer: the cluster in hand was told. */
    void told(ClusterRef ref, Attention attention) {
        inHand(ref, entry -> {
            entry.told = attention.reason();
            entry.notBefore = clock.getAsLong() + pace.spacingMillis(waiting.size());
            entry.failures = 0;
            entry.asked = false;
            entry.patience = null;
            rest(entry);
        });
    }

    /** Answer: telling failed. The cluster is judged anew after a while. */
    void failed(ClusterRef ref) {
        inHand(ref, entry -> {
            entry.failures++;
            entry.notBefore = clock.getAsLong() + pace.retryMillis(entry.failures);
            putOff(entry, entry.notBefore);
        });
    }

    /** Answer: the cluster in hand cannot be judged or told just now. */
    void notYet(ClusterRef ref) {
        inHand(
                ref,
                entry -> putOff(
                        entry, clock.getAsLong() + Math.max(1, pace.linger().toMillis())));
    }

    /** Whether the cluster in hand was put in as gone. */
    boolean isGone(ClusterRef ref) {
        lock.lock();
        try {
            Entry entry = entries.get(ref);
            return entry != null && entry.gone;
        } finally {
            lock.unlock();
        }
    }

    /** Answer: there is nothing to do for the cluster in hand, and nothing to remember. */
    void forget(ClusterRef ref) {
        inHand(ref, this::drop);
    }

    /** How many clusters wait or are in hand. */
    public int depth() {
        lock.lock();
        try {
            return (int) entries.values().stream().filter(Entry::isOutstanding).count();
        } finally {
            lock.unlock();
        }
    }

    /** For how long the cluster that is due longest has been waiting; zero when none is due. */
    public Duration oldest() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            return Duration.ofMillis(entries.values().stream()
                    .filter(Entry::isOutstanding)
                    .mapToLong(entry -> Math.max(0, now - entry.wantedAt))
                    .max()
                    .orElse(0));
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is outstanding, but what was told stays known. */
    private void rest(Entry entry) {
        entry.inHand = false;
        if (entry.again) {
            entry.again = false;
            schedule(entry, clock.getAsLong());
        }
    }

    private static void forgetTold(Entry entry) {
        entry.told = null;
        entry.patience = null;
        entry.gone = false;
        entry.failures = 0;
    }

    private void drop(Entry entry) {
        forgetTold(entry);
        if (entry.again) {
            rest(entry);
        } else {
            entries.remove(entry.ref);
        }
    }

    /** Due at a later time, or right away if something changed meanwhile and nothing forbids it. */
    private void putOff(Entry entry, long until) {
        boolean changedMeanwhile = entry.again;
        long since = entry.wantedAt;
        entry.inHand = false;
        entry.again = false;
        schedule(entry, until);
        entry.wantedAt = since;
        if (changedMeanwhile) {
            schedule(entry, clock.getAsLong());
        }
    }

    private void schedule(Entry entry, long at) {
        long due = Math.max(at, entry.notBefore);
        if (entry.waiting && entry.dueAt <= due) {
            return;
        }
        if (entry.waiting) {
            waiting.remove(entry);
            entry.wantedAt = Math.min(entry.wantedAt, due);
        } else {
            entry.wantedAt = due;
        }
        entry.dueAt = due;
        entry.waiting = true;
        waiting.add(entry);
        if (waiting.first() == entry) {
            changed.signal();
        }
    }

    private void inHand(ClusterRef ref, Consumer<Entry> answer) {
        locked(() -> {
            Entry entry = entries.get(ref);
            if (entry != null && entry.inHand) {
                answer.accept(entry);
            }
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
