// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;

/**
 * What a KamajiControlPlane says about the cluster for its TenantControlPlane.
 *
 * @param cluster that cluster
 * @param namespace for the TenantControlPlane there
 * @param name for the TenantControlPlane there, empty where that is left to the provider
 */
public record ExternalReference(RemoteCluster cluster, String namespace, String name) {
    /** Where it stands. */
    public static final String FIELD = "spec.deployment.externalClusterReference";

    /** The reference; empty texts stand for what it leaves out. */
    static Optional<ExternalReference> in(GenericKubernetesResource controlPlane) {
        return controlPlane.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("deployment") instanceof Map<?, ?> deployment
                        && deployment.get("externalClusterReference") instanceof Map<?, ?> reference
                ? Optional.of(of(reference, controlPlane.getMetadata().getNamespace()))
                : Optional.empty();
    }

    private static ExternalReference of(Map<?, ?> reference, String ownNamespace) {
        String elsewhere = text(reference, "kubeconfigSecretNamespace");
        return new ExternalReference(
                new RemoteCluster(
                        elsewhere.isEmpty() ? ownNamespace : elsewhere,
                        text(reference, "kubeconfigSecretName"),
                        text(reference, "kubeconfigSecretKey")),
                text(reference, "deploymentNamespace"),
                text(reference, "tenantControlPlaneName"));
    }

    boolean complete() {
        return !namespace.isEmpty()
                && !cluster.secretName().isEmpty()
                && !cluster.key().isEmpty();
    }

    private static String text(Map<?, ?> reference, String field) {
        return reference.get(field) instanceof String text ? text : "";
    }
}
