// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;

/**
 * Watches on the infrastructure kinds that Clusters name, each begun when it is named first. A kind that is not served
 * is looked for again every now and then.
 */
public final class InfrastructureWatches implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private final Scope scope;
    private final InfrastructureKinds table;
    private final ServedKinds served;
    private final KindWatch.Settings settings;
    private final BiConsumer<InfrastructureRef, String> changed;
    private final Map<GroupKind, Watched> watched = new ConcurrentHashMap<>();

    /**
     * No watch yet.
     *
     * @param table which kinds there are, and what is read of them
     * @param changed gets a reference to what changed, and its namespace; must return at once
     */
    public InfrastructureWatches(
            Scope scope,
            InfrastructureKinds table,
            ServedKinds served,
            KindWatch.Settings settings,
            BiConsumer<InfrastructureRef, String> changed) {
        this.scope = scope;
        this.table = table;
        this.served = served;
        this.settings = settings;
        this.changed = changed;
    }

    private record GroupKind(String group, String kind) {}

    /** Which kinds there are. */
    public InfrastructureKinds table() {
        return table;
    }

    /** The watch on the kind of a reference, which begins soon if there is none. Returns at once. */
    public Watched on(InfrastructureRef ref) {
        GroupKind key = new GroupKind(ref.apiGroup(), ref.kind());
        Watched known = watched.get(key);
        if (known != null) {
            return known;
        }
        Watched added = watched.computeIfAbsent(key, absent -> new Watched(ref));
        settings.stateChanged().run();
        return added;
    }

    /** All that were ever asked for. */
    public Collection<Watched> all() {
        return watched.values();
    }

    /** Begins the watches that are outstanding. Asks the API server, so it may take a while; used by one thread. */
    public void advance() {
        watched.values().forEach(Watched::advance);
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
    }

    /** One kind that a Cluster names. */
    public final class Watched implements AutoCloseable {
        private final InfrastructureRef example;
        private final Refusal discovery;
        private long nextLook = Long.MIN_VALUE;
        private volatile @Nullable Begun begun;

        private record Begun(ServedInfrastructure served, KindWatch<GenericKubernetesResource> watch) {}

        private Watched(InfrastructureRef example) {
            this.example = example;
            this.discovery = new Refusal(kind(), settings.grace(), settings.clock());
        }

        /** The kind for people. */
        public String kind() {
            return table.name(example);
        }

        /** How the kind is read and what of it, null while it is not served. */
        public @Nullable ServedInfrastructure served() {
            Begun current = begun;
            return current == null ? null : current.served();
        }

        /** The watch itself, null while the kind is not served. */
        public @Nullable KindWatch<GenericKubernetesResource> watch() {
            Begun current = begun;
            return current == null ? null : current.watch();
        }

        /** The object of a name, null when there is none or none is known. */
        public @Nullable GenericKubernetesResource get(String namespace, String name) {
            KindWatch<GenericKubernetesResource> current = watch();
            return current == null ? null : current.get(namespace, name);
        }

        public KindState state() {
            KindWatch<GenericKubernetesResource> current = watch();
            return current == null ? discovery.state() : current.state();
        }

        public @Nullable UnavailableKind unavailable() {
            KindWatch<GenericKubernetesResource> current = watch();
            return current == null ? discovery.unavailable() : current.unavailable();
        }

        private void advance() {
            long now = settings.clock().getAsLong();
            UnavailableKind missing = unavailable();
            boolean gone = missing != null && missing.httpCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if ((begun == null || gone) && now >= nextLook) {
                nextLook = now + BETWEEN_LOOKS.toMillis();
                look();
            }
        }

        /** A kind that is served no more may come back at another version. */
        private void look() {
            served.forget(example.apiGroup(), example.kind());
            try {
                Optional<ServedInfrastructure> found = ServedInfrastructure.find(example, table, served);
                if (found.isPresent()) {
                    begin(found.get());
                } else {
                    discovery.refused(HttpURLConnection.HTTP_NOT_FOUND);
                }
            } catch (KubernetesClientException e) {
                discovery.failed(e);
                nextLook = settings.clock().getAsLong() + settings.grace().toMillis() / 10;
            }
        }

        private void begin(ServedInfrastructure found) {
            close();
            InfrastructureKind row = found.row();
            KindWatch<GenericKubernetesResource> watch = new KindWatch<>(
                    kind(),
                    scope.informer(found.context()),
                    new TrimmedStore(object -> Trimming.cut(object, row)),
                    Significance.of(row)::matters,
                    this::pass,
                    this::pass,
                    settings);
            watch.start();
            begun = new Begun(found, watch);
        }

        private void pass(GenericKubernetesResource object) {
            InfrastructureRef ref = new InfrastructureRef(
                    example.apiGroup(), example.kind(), object.getMetadata().getName());
            changed.accept(ref, object.getMetadata().getNamespace());
        }

        @Override
        public void close() {
            KindWatch<GenericKubernetesResource> current = watch();
            if (current != null) {
                current.close();
            }
        }
    }
}
