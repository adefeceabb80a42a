// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work by key: never two at once for one key, a key that is added while its work runs runs again, and failed work
 * is tried again after 5 ms, then twice that, up to 10 s; an event cuts the wait short.
 */
public final class KeyedQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedQueue.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final Map<String, Entry> entries = new HashMap<>();
    private final ScheduledThreadPoolExecutor pool;
    private final Work work;
    private final Duration spacing;

    /** What is done for a key; the result is when to do it again without any event. */
    @FunctionalInterface
    public interface Work {
        Optional<Duration> run(String key);
    }

    /** With a spacing above zero no key's work starts more often than once in that time. */
    public KeyedQueue(String name, int threads, Duration spacing, Work work) {
        this.work = work;
        this.spacing = spacing;
        this.pool = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public void add(String key) {
        addAfter(key, Duration.ZERO);
    }

    /** Runs the key's work after the delay, or earlier when something else asks for it. */
    public synchronized void addAfter(String key, Duration delay) {
        if (pool.isShutdown()) {
            return;
        }
        Entry entry = entries.computeIfAbsent(key, added -> new Entry());
        Instant due = Instant.now().plus(delay);
        Instant earliest = entry.started.plus(spacing);
        entry.plan(due.isBefore(earliest) ? earliest : due, () -> run(key, entry));
    }

    private void run(String key, Entry entry) {
        synchronized (this) {
            entry.begin();
        }
        Duration again = null;
        try {
            again = work.run(key).orElse(null);
            entry.failures = 0;
        } catch (RuntimeException e) {
            again = backoff(entry.failures++);
            LOG.debug("work failed key={} again_in_ms={} cause={}", key, again.toMillis(), e.toString());
        } finally {
            finished(key, entry, again);
        }
    }

    private synchronized void finished(String key, Entry entry, @Nullable Duration again) {
        Instant asked = entry.end();
        if (asked != null) {
            addAfter(key, Duration.between(Instant.now(), asked));
        }
        if (again != null) {
            addAfter(key, again);
        }
        if (entry.idle() && spacing.isZero()) {
            entries.remove(key);
        }
    }

    private static Duration backoff(int failures) {
        Duration wait = Duration.ofMillis(5L << Math.min(failures, 20));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }

    /** Stops in the middle of whatever is going on, as a killed process would. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Guarded by the queue's lock, but for the failures, which only the running work touches. */
    private final class Entry {
        private @Nullable Future<?> planned;
        private Instant due = Instant.MAX;
        private Instant started = Instant.EPOCH;
        private boolean running;
        private @Nullable Instant askedWhileRunning;
        private int failures;

        void plan(Instant at, Runnable task) {
            if (running) {
                askedWhileRunning =
                        askedWhileRunning == null || at.isBefore(askedWhileRunning) ? at : askedWhileRunning;
                return;
            }
            // A task that can no longer be cancelled is about to start, which is early enough.
            if (planned != null && (!at.isBefore(due) || !planned.cancel(false))) {
                return;
            }
            due = at;
            long wait = Math.max(0, Duration.between(Instant.now(), at).toNanos());
            planned = pool.schedule(task, wait, TimeUnit.NANOSECONDS);
        }

        void begin() {
            planned = null;
            running = true;
            started = Instant.now();
        }

        @Nullable
        Instant end() {
            running = false;
            Instant asked = askedWhileRunning;
            askedWhileRunning = null;
            return asked;
        }

        boolean idle() {
            return planned == null;
        }
    }
}
