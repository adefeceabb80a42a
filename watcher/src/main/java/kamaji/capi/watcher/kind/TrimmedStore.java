// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts what is not used off each object before it is kept. */
public final class TrimmedStore extends BasicItemStore<GenericKubernetesResource> {
    private final Consumer<GenericKubernetesResource> cut;

    public TrimmedStore(Trimming trimming) {
        this(trimming::cut);
    }

    /** @param cut takes off an object what is not used */
    TrimmedStore(Consumer<GenericKubernetesResource> cut) {
        super(Cache::metaNamespaceKeyFunc);
        this.cut = cut;
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource fresh) {
        // Nobody else has seen it yet, so it can be cut in place.
        cut.accept(fresh);
        return super.put(key, fresh);
    }
}
