// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.stack.Manifests;

/** The objects that a user applies for one cluster on KubeVirt. */
public final class SampleCluster {
    private SampleCluster() {}

    /** Cluster, KubevirtCluster and KamajiControlPlane of one name, the Cluster last, as with a ClusterClass. */
    public static List<GenericKubernetesResource> named(String namespace, String name) {
        return named(namespace, name, Map.of());
    }

    /** As {@link #named(String, String)}, with more in the spec of the KamajiControlPlane. */
    public static List<GenericKubernetesResource> named(String namespace, String name, Map<String, Object> more) {
        GenericKubernetesResource controlPlane = controlPlane(namespace, name);
        Map<String, Object> spec = new HashMap<>(more);
        spec.putAll(controlPlane.get("spec"));
        controlPlane.setAdditionalProperty("spec", spec);
        return List.of(infrastructure(namespace, name), controlPlane, cluster(namespace, name));
    }

    /** As {@link #named}, without the KubevirtCluster that the Cluster names. */
    static List<GenericKubernetesResource> withoutInfrastructure(String namespace, String name) {
        return List.of(controlPlane(namespace, name), cluster(namespace, name));
    }

    static GenericKubernetesResource infrastructure(String namespace, String name) {
        return Manifests.object(
                "infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtCluster", namespace, name, Map.of());
    }

    /** A change of the replicas of a control plane that exists. */
    static GenericKubernetesResource replicas(String namespace, String name, int replicas) {
        return controlPlane(namespace, name, Map.of("replicas", replicas));
    }

    private static GenericKubernetesResource controlPlane(String namespace, String name) {
        return controlPlane(
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
                        Map.of("serviceType", "LoadBalancer")));
    }

    private static GenericKubernetesResource controlPlane(String namespace, String name, Map<String, Object> spec) {
        return Manifests.object("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", namespace, name, spec);
    }

    private static GenericKubernetesResource cluster(String namespace, String name) {
        return Manifests.object(
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
                        ref("infrastructure.cluster.x-k8s.io", "KubevirtCluster", name)));
    }

    private static Map<String, Object> ref(String group, String kind, String name) {
        return Map.of("apiGroup", group, "kind", kind, "name", name);
    }
}
