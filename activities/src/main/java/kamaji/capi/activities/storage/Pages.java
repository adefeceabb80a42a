// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Consumer;
import kamaji.capi.activities.failure.ApiErrors;
import org.jspecify.annotations.Nullable;

/** All objects of a kind, a page at a time, so that a large installation is never in memory as a whole. */
final class Pages {
    /** One request. */
    interface Listing {
        GenericKubernetesResourceList list(ListOptions options);
    }

    private final String kind;
    private final long size;
    private final Listing listing;

    /** @param kind for messages */
    Pages(String kind, long size, Listing listing) {
        this.kind = kind;
        this.size = size;
        this.listing = listing;
    }

    /** @param namespace null for all namespaces */
    static Pages of(KubernetesClient client, StoredKind kind, @Nullable String namespace, long size) {
        var all = client.genericKubernetesResources(kind.context());
        return new Pages(
                kind.context().getKind(),
                size,
                options -> namespace == null
                        ? all.inAnyNamespace().list(options)
                        : all.inNamespace(namespace).list(options));
    }

    /**
     * Hands over each object at least once. When the API server has forgotten the list in the middle of it, the list
     * is begun anew: some objects come twice then.
     */
    void forEach(Consumer<GenericKubernetesResource> work) {
        String next = null;
        do {
            GenericKubernetesResourceList page = page(next);
            page.getItems().forEach(work);
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
    }

    private GenericKubernetesResourceList page(@Nullable String next) {
        try {
            return listing.list(
                    new ListOptionsBuilder().withLimit(size).withContinue(next).build());
        } catch (KubernetesClientException e) {
            if (next != null && e.getCode() == HttpURLConnection.HTTP_GONE) {
                return page(null);
            }
            throw ApiErrors.of(e, kind);
        }
    }
}
