// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Route;

/**
 * A connection to another cluster.
 *
 * @param api its API
 * @param kinds what it serves
 * @param route the way to it
 * @param identity which cluster it is
 */
public record Remote(KubernetesApi api, ServedKinds kinds, Route route, ClusterIdentity identity) {
    /**
     * Whether it serves a kind.
     *
     * @throws KubernetesClientException when it does not answer
     */
    public boolean serves(ResourceDefinitionContext context) {
        return route.pass(() -> kinds.serves(context));
    }
}
