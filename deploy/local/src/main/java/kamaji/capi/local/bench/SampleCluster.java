// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.stack.Manifests;

/** The objects that a user applies for one cluster on KubeVirt. */
final class SampleCluster {
    private SampleCluster() {}

    /** Cluster, KubevirtCluster and KamajiControlPlane of one name, the Cluster last, as with a ClusterClass. */
    static List<GenericKubernetesResource> named(String namespace, String name) {
        return List.of(
                Manifests.object(
                        "infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtCluster", namespace, name, Map.of()),
                Manifests.object(
                        "controlplane.cluster.x-k8s.io/v1alpha2",
                        "KamajiControlPlane",
                        namespace,
                        name,
                        Map.of(
                                "version",
                                "v1.33.1",
                                "replicas",
                                2,
                                "dataStoreName",
                                "default",
                                "addons",
                                Map.of("coreDNS", Map.of(), "kubeProxy", Map.of()),
                                "network",
                                Map.of("serviceType", "LoadBalancer"))),
                Manifests.object(
                        "cluster.x-k8s.io/v1beta2",
                        "Cluster",
                        namespace,
                        name,
                        Map.of(
                                "clusterNetwork",
                                Map.of(
                                        "pods", Map.of("cidrBlocks", List.of("10.244.0.0/16")),
                                        "services", Map.of("cidrBlocks", List.of("10.96.0.0/16"))),
                                "controlPlaneRef",
                                ref("controlplane.cluster.x-k8s.io", "KamajiControlPlane", name),
                                "infrastructureRef",
                                ref("infrastructure.cluster.x-k8s.io", "KubevirtCluster", name))));
    }

    private static Map<String, Object> ref(String group, String kind, String name) {
        return Map.of("apiGroup", group, "kind", kind, "name", name);
    }
}
