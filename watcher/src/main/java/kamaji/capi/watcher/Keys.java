// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.InfrastructureRef;

/** From objects to the control planes they matter to, and to the keys of the indexes that lead there. Pure. */
record Keys(String instance) {

    /** The control plane of this name. */
    ClusterRef controlPlane(String namespace, String name) {
        return new ClusterRef(instance, namespace, name);
    }

    ClusterRef controlPlane(HasMetadata controlPlane) {
        return named(controlPlane, controlPlane.getMetadata().getName());
    }

    /** Whoever controls it; without such an owner the one of the same name, which would have to say that it is taken. */
    ClusterRef tenant(HasMetadata tenant) {
        return named(
                tenant,
                References.controlPlane(tenant)
                        .map(OwnerReference::getName)
                        .orElse(tenant.getMetadata().getName()));
    }

    /** Whoever controls the Secret, itself or through its tenant; without such an owner the one that its label names. */
    Optional<ClusterRef> secret(HasMetadata secret) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        return References.controlPlane(secret)
                .or(() -> References.tenant(secret))
                .map(OwnerReference::getName)
                .or(() -> Optional.ofNullable(labels == null ? null : labels.get(Labels.TENANT_CONTROL_PLANE)))
                .map(name -> named(secret, name));
    }

    /** The control plane that a Cluster names. */
    Optional<ClusterRef> namedBy(GenericKubernetesResource cluster) {
        return cluster.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("controlPlaneRef") instanceof Map<?, ?> ref
                        && KamajiControlPlane.GROUP.equals(ref.get("apiGroup"))
                        && KamajiControlPlane.KIND.equals(ref.get("kind"))
                        && ref.get("name") instanceof String name
                        && !name.isEmpty()
                ? Optional.of(named(cluster, name))
                : Optional.empty();
    }

    /** Index key of control planes: the data store that they name. */
    static List<String> dataStores(GenericKubernetesResource controlPlane) {
        return References.dataStoreName(controlPlane).stream().toList();
    }

    /** Index key of control planes: the Clusters that own them. */
    static List<String> owners(GenericKubernetesResource controlPlane) {
        String namespace = controlPlane.getMetadata().getNamespace();
        return References.clusterNames(controlPlane).stream()
                .map(name -> owner(namespace, name))
                .toList();
    }

    static String owner(String namespace, String cluster) {
        return namespace + "/" + cluster;
    }

    /** Index key of Clusters: the infrastructure cluster that they name. */
    static List<String> infrastructures(GenericKubernetesResource cluster) {
        String namespace = cluster.getMetadata().getNamespace();
        return References.infrastructure(cluster).map(ref -> infrastructure(ref, namespace)).stream()
                .toList();
    }

    /** Index keys of control planes: the other cluster that they use, their namespace there, and what is theirs. */
    static List<String> remotes(GenericKubernetesResource controlPlane, ExternalGates gates) {
        ExternalTenant external = ExternalTenant.of(controlPlane, gates).orElse(null);
        if (external == null || external.cluster() == null || external.problem() != null) {
            return List.of();
        }
        RemoteCluster cluster = external.cluster();
        return List.of(
                remote(cluster),
                remote(cluster, external.namespace()),
                remote(cluster, external.namespace(), external.name()));
    }

    static String remote(RemoteCluster cluster, String... further) {
        return cluster + " " + String.join("/", further);
    }

    static String infrastructure(InfrastructureRef ref, String namespace) {
        return String.join("/", ref.apiGroup(), ref.kind(), namespace, ref.name());
    }

    private ClusterRef named(HasMetadata neighbour, String name) {
        return new ClusterRef(instance, neighbour.getMetadata().getNamespace(), name);
    }
}
