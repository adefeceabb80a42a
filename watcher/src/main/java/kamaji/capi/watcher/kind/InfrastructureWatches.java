// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
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
    private final ServedKinds served;
    private final KindWatch.Settings settings;
    private final BiConsumer<InfrastructureRef, String> changed;
    private final Map<GroupKind, Watched> watched = new ConcurrentHashMap<>();

    /**
     * No watch yet.
     *
     * @param changed gets a reference to what changed, and its namespace; must return at once
     */
    public InfrastructureWatches(
            Scope scope,
            ServedKinds served,
            KindWatch.Settings settings,
            BiConsumer<InfrastructureRef, String> changed) {
        this.scope = scope;
        this.served = served;
        this.settings = settings;
        this.changed = changed;
    }

    private record GroupKind(String group, String kind) {}

    /** The watch on the kind of a reference, which begins soon if there is none. Returns at once. */
    public Watched on(InfrastructureRef ref) {
        GroupKind key = new GroupKind(ref.apiGroup(), ref.kind());
        Watched known = watched.get(key);
        if (known != null) {
            return known;
        }
        Watched added = watched.computeIfAbsent(key, Watched::new);
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
        private final GroupKind key;
        private final Refusal discovery;
        private long nextLook = Long.MIN_VALUE;
        private volatile @Nullable KindWatch<GenericKubernetesResource> watch;

        private Watched(GroupKind key) {
            this.key = key;
            this.discovery = new Refusal(key.kind(), settings.grace(), settings.clock());
        }

        public String kind() {
            return key.kind();
        }

        /** The watch itself, null while the kind is not served. */
        public @Nullable KindWatch<GenericKubernetesResource> watch() {
            return watch;
        }

        /** The object of a name, null when there is none or none is known. */
        public @Nullable GenericKubernetesResource get(String namespace, String name) {
            KindWatch<GenericKubernetesResource> current = watch;
            return current == null ? null : current.get(namespace, name);
        }

        public KindState state() {
            KindWatch<GenericKubernetesResource> current = watch;
            return current == null ? discovery.state() : current.state();
        }

        public @Nullable UnavailableKind unavailable() {
            KindWatch<GenericKubernetesResource> current = watch;
            return current == null ? discovery.unavailable() : current.unavailable();
        }

        private void advance() {
            long now = settings.clock().getAsLong();
            UnavailableKind missing = unavailable();
            boolean gone = missing != null && missing.httpCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if ((watch == null || gone) && now >= nextLook) {
                nextLook = now + BETWEEN_LOOKS.toMillis();
                look();
            }
        }

        /** A kind that is served no more may come back at another version. */
        private void look() {
            served.forget(key.group(), key.kind());
            try {
                Optional<ResourceDefinitionContext> found = served.find(key.group(), key.kind());
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

        private void begin(ResourceDefinitionContext context) {
            close();
            KindWatch<GenericKubernetesResource> begun = new KindWatch<>(
                    key.kind(),
                    scope.informer(context),
                    new TrimmedStore(Trimming.INFRASTRUCTURE),
                    Significance.ALL::matters,
                    this::pass,
                    this::pass,
                    settings);
            begun.start();
            watch = begun;
        }

        private void pass(GenericKubernetesResource object) {
            InfrastructureRef ref = new InfrastructureRef(
                    key.group(), key.kind(), object.getMetadata().getName());
            changed.accept(ref, object.getMetadata().getNamespace());
        }

        @Override
        public void close() {
            KindWatch<GenericKubernetesResource> current = watch;
            if (current != null) {
                current.close();
            }
        }
    }
}
