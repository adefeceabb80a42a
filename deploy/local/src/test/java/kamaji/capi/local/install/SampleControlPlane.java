// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import kamaji.capi.local.stack.Manifests;

/** A Cluster and a KamajiControlPlane c1, without infrastructure. */
final class SampleControlPlane {
    private SampleControlPlane() {}

    static void create(KubernetesClient client, String namespace) {
        create(client, namespace, Map.of());
    }

    /** With more in the spec of the control plane. */
    static void create(KubernetesClient client, String namespace, Map<String, Object> more) {
        Map<String, Object> spec = new HashMap<>(more);
        spec.putAll(Map.of("version", "v1.33.1", "replicas", 1, "dataStoreName", "default"));
        client.resource(Manifests.object(
                        "cluster.x-k8s.io/v1beta2",
                        "Cluster",
                        namespace,
                        "c1",
                        Map.of(
                                "controlPlaneRef",
                                Map.of(
                                        "apiGroup",
                                        "controlplane.cluster.x-k8s.io",
                                        "kind",
                                        "KamajiControlPlane",
                                        "name",
                                        "c1"))))
                .create();
        client.resource(Manifests.object(
                        "controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", namespace, "c1", spec))
                .create();
    }
}
