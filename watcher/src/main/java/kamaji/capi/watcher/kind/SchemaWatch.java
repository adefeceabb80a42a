// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.stream.Stream;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import org.jspecify.annotations.Nullable;

/**
 * Watches which fields of a TenantControlPlane are served, from when some control plane lacks one. Nobody waits for it:
 * without a permission nothing is ever seen. Asked by many threads, moved on by one.
 */
public final class SchemaWatch implements AutoCloseable {
    private final Scope scope;
    private final KindWatch.Settings settings;
    private volatile boolean wanted;
    private volatile @Nullable KindWatch<GenericKubernetesResource> watch;

    /** No watch yet. */
    public SchemaWatch(Scope scope, KindWatch.Settings settings) {
        this.scope = scope;
        this.settings = settings;
    }

    /** What is served, for somebody who lacks a field; null while it is not known. Returns at once. */
    public @Nullable ServedSchema wanted() {
        if (!wanted) {
            wanted = true;
            settings.stateChanged().run();
        }
        return seen();
    }

    /** What is served, null while nobody wants to know or it is not known. */
    public @Nullable ServedSchema seen() {
        KindWatch<GenericKubernetesResource> current = watch;
        GenericKubernetesResource definition = current == null ? null : current.get(null, ServedSchema.NAME);
        return definition == null ? null : ServedSchema.of(definition);
    }

    /** Begins the watch once it is wanted. */
    public void advance() {
        if (wanted && watch == null) {
            KindWatch<GenericKubernetesResource> begun = new KindWatch<>(
                    ServedSchema.CONTEXT.getKind(),
                    scope.informer(ServedSchema.CONTEXT, ServedSchema.NAME),
                    new TrimmedStore(ServedSchema::trim),
                    Significance.SPEC::matters,
                    changed -> settings.stateChanged().run(),
                    deleted -> settings.stateChanged().run(),
                    settings);
            begun.start();
            watch = begun;
        }
    }

    /** The watch, if it has begun. */
    public Stream<KindWatch<?>> all() {
        return Stream.ofNullable(watch);
    }

    @Override
    public void close() {
        all().forEach(KindWatch::close);
    }
}
