// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import org.jspecify.annotations.Nullable;

/**
 * Tells one cluster from another, whatever its address and certificates: the UID of its Namespace kube-system, which
 * lives as long as the cluster. Read once for each connection.
 */
public final class ClusterIdentity {
    private static final ResourceDefinitionContext NAMESPACES = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind("Namespace")
            .withPlural("namespaces")
            .withNamespaced(false)
            .build();

    private final KubernetesApi api;
    private volatile @Nullable String uid;
    private volatile boolean read;

    ClusterIdentity(KubernetesApi api) {
        this.api = api;
    }

    /**
     * The UID, null when it may not be read.
     *
     * @throws StepFailure when the cluster does not answer
     */
    public @Nullable String uid() {
        if (!read) {
            try {
                GenericKubernetesResource found = api.get(NAMESPACES, "", "kube-system");
                uid = found == null ? null : found.getMetadata().getUid();
            } catch (StepFailure failure) {
                if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
            }
            read = true;
        }
        return uid;
    }
}
