// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Cuts what is not used off each object before it is kept. */
public final class TrimmedStore extends BasicItemStore<GenericKubernetesResource> {
    private final Trimming trimming;

    public TrimmedStore(Trimming trimming) {
        super(Cache::metaNamespaceKeyFunc);
        this.trimming = trimming;
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource fresh) {
        // Nobody else has seen it yet, so it can be cut in place.
        trimming.cut(fresh);
        return super.put(key, fresh);
    }
}
