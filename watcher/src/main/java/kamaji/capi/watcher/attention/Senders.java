// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import kamaji.capi.watcher.signals.SignalFailedException;
import kamaji.capi.watcher.signals.Signals;
import kamaji.capi.workflows.facts.ClusterRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes clusters from the queue, judges each by the caches as they are then, and signals its workflow if need be. Sends
 * nothing while it may not.
 */
public final class Senders {
    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    private final AttentionQueue queue;
    private final Function<ClusterRef, Judgement> judge;
    private final Signals signals;
    private final BooleanSupplier maySend;
    private final Phaser running = new Phaser(1);
    private final AtomicInteger missing = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile @Nullable String problem;

    public Senders(
            AttentionQueue queue, Function<ClusterRef, Judgement> judge, Signals signals, BooleanSupplier maySend) {
        this.queue = queue;
        this.judge = judge;
        this.signals = signals;
        this.maySend = maySend;
    }

    /** Starts a number of them, which run until the queue ends or their thread is interrupted. */
    public void start(Executor executor, int count) {
        for (int i = 0; i < count; i++) {
            running.register();
            executor.execute(this::run);
        }
    }

    /** How many have stopped although the queue has not ended. */
    public int missing() {
        return missing.get();
    }

    /** Waits until all have stopped; false when it took too long. */
    public boolean awaitEnd(Duration longest) {
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many signals the server accepted. */
    public long sent() {
        return sent.sum();
    }

    /** How many signals could not be sent; each is tried again. */
    public long failed() {
        return failed.sum();
    }

    /** Why the last signal could not be sent; empty after one that could. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void run() {
        boolean ended = false;
        try {
            Optional<ClusterRef> ref = queue.take();
            while (ref.isPresent()) {
                turn(ref.get());
                ref = queue.take();
            }
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                missing.incrementAndGet();
            }
            running.arriveAndDeregister();
        }
    }

    /** One turn of one cluster, which never ends a sender. */
    void turn(ClusterRef ref) {
        try {
            if (maySend.getAsBoolean()) {
                act(ref, judge.apply(ref));
            } else {
                queue.notYet(ref);
            }
        } catch (SignalFailedException e) {
            failed(ref, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error(
                    "cluster could not be judged namespace={} name={} workflow={}",
                    ref.namespace(),
                    ref.name(),
                    ref.workflowId(),
                    e);
            queue.failed(ref);
        }
    }

    private void act(ClusterRef ref, Judgement judgement) throws SignalFailedException {
        switch (judgement.kind()) {
            case UNKNOWN_YET -> queue.notYet(ref);
            case ABSENT -> {
                if (queue.isGone(ref)) {
                    signals.tellOpenRun(ref, "gone");
                }
                queue.forget(ref);
            }
            case KNOWN -> {
                if (queue.isToBeTold(ref, judgement.attention())) {
                    tell(ref, judgement);
                }
            }
        }
    }

    private void tell(ClusterRef ref, Judgement judgement) throws SignalFailedException {
        String hint = judgement.needsAttention() ? judgement.attention().reason() : "looked at again";
        signals.send(ref, hint, Objects.requireNonNull(judgement.start()));
        queue.told(ref, judgement.attention());
        sent.increment();
        if (problem != null) {
            LOG.info("signals are accepted again");
            problem = null;
        }
        LOG.info(
                "workflow signalled namespace={} name={} workflow={} hint=\"{}\"",
                ref.namespace(),
                ref.name(),
                ref.workflowId(),
                hint);
    }

    private void failed(ClusterRef ref, String message) {
        queue.failed(ref);
        failed.increment();
        if (problem == null) {
            LOG.warn("signals are not accepted, they are tried again problem=\"{}\"", message);
        }
        problem = message;
    }
}
