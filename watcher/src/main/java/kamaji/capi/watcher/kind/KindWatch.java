// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import kamaji.capi.activities.observation.UnavailableKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one kind, kept up to date by an informer that retries for ever. Cached objects must not be changed.
 *
 * @param <T> how objects are decoded
 */
public final class KindWatch<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

    private final String kind;
    private final SharedIndexInformer<T> informer;
    private final Refusal refusal;
    private final Runnable stateChanged;
    private volatile boolean closed;

    /**
     * A watch that has not started.
     *
     * @param informer an informer that has not started and belongs to the watch from now on
     * @param store what is kept of the objects
     * @param matters whether an update, from its old to its new form, is worth a look
     * @param changed gets the old and the new form of what changed; must return at once
     * @param deleted gets what was deleted, in the last known form; must return at once
     */
    public KindWatch(
            String kind,
            SharedIndexInformer<T> informer,
            ItemStore<T> store,
            BiPredicate<T, T> matters,
            Consumer<T> changed,
            Consumer<T> deleted,
            Settings settings) {
        this.kind = kind;
        this.informer = informer;
        this.refusal = new Refusal(kind, settings.grace(), settings.clock());
        this.stateChanged = settings.stateChanged();
        informer.itemStore(store).exceptionHandler(this::retry).addEventHandler(new Handler(matters, changed, deleted));
    }

    /**
     * What all watches have in common.
     *
     * @param grace how long a first list is waited for, and how long a later refusal has to last before it counts
     * @param clock milliseconds that never go back
     * @param stateChanged called when the state of a watch may have changed; must return at once
     */
    public record Settings(Duration grace, LongSupplier clock, Runnable stateChanged) {}

    /** Adds an index, before the start. */
    public KindWatch<T> indexedBy(String name, Function<T, List<String>> keys) {
        informer.addIndexers(Map.of(name, keys));
        return this;
    }

    /** Starts listing and watching; returns at once. */
    public void start() {
        // The stage says no more than what the handlers hear.
        informer.start().exceptionally(failure -> null);
    }

    public String kind() {
        return kind;
    }

    /** The object of a name, null when there is none; the namespace is null for kinds without. */
    public @Nullable T get(@Nullable String namespace, String name) {
        return informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name));
    }

    public List<T> all() {
        return informer.getStore().list();
    }

    /** The objects that an index has under a key. */
    public List<T> by(String index, String key) {
        return informer.getIndexer().byIndex(index, key);
    }

    public KindState state() {
        return refusal.state();
    }

    /** Whether at least one list came in. */
    public boolean synced() {
        return refusal.everListed();
    }

    /** What clusters that need the kind are told, null while it can be read or nothing is known yet. */
    public @Nullable UnavailableKind unavailable() {
        return refusal.unavailable();
    }

    /** The last failure that no list has followed, null when there is none. */
    public @Nullable String problem() {
        return refusal.problem();
    }

    /** How many lists and watches have failed. */
    public long failures() {
        return refusal.failures();
    }

    /** False when the informer has stopped by itself, which it never should. */
    public boolean alive() {
        return closed || !informer.stopped().toCompletableFuture().isDone();
    }

    /** Whether changes are being received at this moment. */
    public boolean watching() {
        return informer.isWatching();
    }

    @Override
    public void close() {
        closed = true;
        informer.close();
    }

    private boolean retry(boolean started, Throwable failure) {
        boolean news = refusal.failed(failure);
        if (news && !closed) {
            LOG.warn("watch failed, it is tried again kind={} problem=\"{}\"", kind, refusal.problem());
        }
        stateChanged.run();
        return true;
    }

    /** Runs on threads of the informer, which an exception must not stop. */
    private final class Handler implements ResourceEventHandler<T> {
        private final BiPredicate<T, T> matters;
        private final Consumer<T> changed;
        private final Consumer<T> deleted;

        Handler(BiPredicate<T, T> matters, Consumer<T> changed, Consumer<T> deleted) {
            this.matters = matters;
            this.changed = changed;
            this.deleted = deleted;
        }

        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            boolean first = !refusal.everListed();
            boolean recovered = refusal.problem() != null;
            refusal.listed();
            if (first || recovered) {
                LOG.info(
                        "kind listed kind={} objects={}",
                        kind,
                        informer.getStore().listKeys().size());
            }
            stateChanged.run();
        }

        @Override
        public void onAdd(T added) {
            pass(changed, added);
        }

        @Override
        public void onUpdate(T before, T after) {
            if (!matters.test(before, after)) {
                return;
            }
            pass(changed, before);
            pass(changed, after);
        }

        @Override
        public void onDelete(T last, boolean unknown) {
            pass(deleted, last);
        }

        private void pass(Consumer<T> consumer, T object) {
            try {
                consumer.accept(object);
            } catch (RuntimeException e) {
                LOG.error(
                        "event not handled kind={} namespace={} name={}",
                        kind,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName(),
                        e);
            }
        }
    }
}
