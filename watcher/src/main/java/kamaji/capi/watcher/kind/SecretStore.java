// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import kamaji.capi.activities.observation.PublishedSecret;
import org.jspecify.annotations.Nullable;

/** Keeps of Secrets what is known as published, and their names and owners for the informer; never their content. */
public final class SecretStore implements ItemStore<Secret> {
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Secret bare, PublishedSecret published) {
        static Kept of(Secret fresh) {
            ObjectMeta from = fresh.getMetadata();
            ObjectMeta metadata = new ObjectMetaBuilder()
                    .withNamespace(from.getNamespace())
                    .withName(from.getName())
                    .withUid(from.getUid())
                    .withResourceVersion(from.getResourceVersion())
                    .withOwnerReferences(from.getOwnerReferences())
                    .build();
            Secret bare = new Secret();
            bare.setMetadata(metadata);
            return new Kept(bare, PublishedSecret.of(fresh));
        }
    }

    /** What is known of a Secret, null when there is none. */
    public @Nullable PublishedSecret published(String namespace, String name) {
        Kept found = kept.get(Cache.namespaceKeyFunc(namespace, name));
        return found == null ? null : found.published();
    }

    /** When the client certificates of the kubeconfigs expire; of those that have one. */
    public List<Instant> expiries() {
        return kept.values().stream()
                .map(each -> each.published().expires())
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .toList();
    }

    @Override
    public String getKey(Secret secret) {
        return Cache.metaNamespaceKeyFunc(secret);
    }

    @Override
    public @Nullable Secret put(String key, Secret fresh) {
        return bare(kept.put(key, Kept.of(fresh)));
    }

    @Override
    public @Nullable Secret remove(String key) {
        return bare(kept.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet().stream();
    }

    @Override
    public Stream<Secret> values() {
        return kept.values().stream().map(Kept::bare);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public @Nullable Secret get(String key) {
        return bare(kept.get(key));
    }

    private static @Nullable Secret bare(@Nullable Kept found) {
        return found == null ? null : found.bare();
    }
}
