// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are watched.
 *
 * @param client reads them
 * @param namespace the only one, null for all
 */
public record Scope(KubernetesClient client, @Nullable String namespace) {
    /** Objects are delivered again by the sweep, not by the informer. */
    private static final long NO_RESYNC = 0;

    /** An informer on a kind, wherever the scope lets it look. */
    public SharedIndexInformer<GenericKubernetesResource> informer(ResourceDefinitionContext kind) {
        if (!kind.isNamespaceScoped()) {
            return client.genericKubernetesResources(kind).runnableInformer(NO_RESYNC);
        }
        return namespace == null
                ? client.genericKubernetesResources(kind).inAnyNamespace().runnableInformer(NO_RESYNC)
                : client.genericKubernetesResources(kind).inNamespace(namespace).runnableInformer(NO_RESYNC);
    }

    /** An informer on one object of a kind without namespaces. */
    SharedIndexInformer<GenericKubernetesResource> informer(ResourceDefinitionContext kind, String name) {
        return client.genericKubernetesResources(kind).withName(name).runnableInformer(NO_RESYNC);
    }

    /** An informer on Secrets whose label has one of these values. */
    public SharedIndexInformer<Secret> secrets(String label, String... values) {
        return namespace == null
                ? client.secrets().inAnyNamespace().withLabelIn(label, values).runnableInformer(NO_RESYNC)
                : client.secrets()
                        .inNamespace(namespace)
                        .withLabelIn(label, values)
                        .runnableInformer(NO_RESYNC);
    }
}
