// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.function.Function;

/**
 * The other cluster, as seen by a life that has its TenantControlPlane there.
 *
 * @param client of its administrator
 * @param kubeconfig for the provider, by namespace
 */
record Away(KubernetesClient client, Function<String, String> kubeconfig) {
    static final String SECRET = "away";

    /** What the spec of a KamajiControlPlane says about it. */
    static Map<String, Object> reference(String namespace) {
        return Map.of(
                "deployment",
                Map.of(
                        "externalClusterReference",
                        Map.of(
                                "deploymentNamespace", namespace,
                                "kubeconfigSecretName", SECRET,
                                "kubeconfigSecretKey", "value")));
    }
}
