// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.facts.InfrastructureRef;

/** What else has to be looked at for a KamajiControlPlane. Pure; an object without the field gives an empty answer. */
public final class References {
    /** How KamajiControlPlanes are read. */
    public static final ResourceDefinitionContext CONTROL_PLANES =
            ResourceDefinitionContext.fromResourceType(KamajiControlPlane.class);

    private References() {}

    /** The owning Cluster, in the namespace of the control plane; empty when there is none or more than one. */
    public static Optional<String> clusterName(HasMetadata controlPlane) {
        List<String> names = clusterNames(controlPlane);
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    /** Every owning Cluster: of any version, wherever in the list, controller or not. */
    public static List<String> clusterNames(HasMetadata controlPlane) {
        return controlPlane.getMetadata().getOwnerReferences().stream()
                .filter(owner -> isOf(owner, ClusterView.GROUP, ClusterView.KIND))
                .map(OwnerReference::getName)
                .distinct()
                .toList();
    }

    /** The KamajiControlPlane, of the same namespace, that a TenantControlPlane or a Secret of ours belongs to. */
    public static Optional<OwnerReference> controlPlane(HasMetadata owned) {
        return owned.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .filter(owner -> isOf(owner, KamajiControlPlane.GROUP, KamajiControlPlane.KIND))
                .findFirst();
    }

    /** The TenantControlPlane, of the same namespace, that a Secret of Kamaji belongs to. */
    public static Optional<OwnerReference> tenant(HasMetadata owned) {
        return owned.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .filter(owner -> isOf(owner, TenantControlPlaneView.GROUP, TenantControlPlaneView.KIND))
                .findFirst();
    }

    /** The infrastructure cluster that a Cluster names, in its namespace. */
    public static Optional<InfrastructureRef> infrastructure(GenericKubernetesResource cluster) {
        return Optional.ofNullable(new ClusterView(cluster).infrastructureRef())
                .map(ref -> new InfrastructureRef(ref.apiGroup(), ref.kind(), ref.name()));
    }

    /** The DataStore that a control plane names; without one the choice is Kamaji's. */
    public static Optional<String> dataStoreName(GenericKubernetesResource controlPlane) {
        return controlPlane.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("dataStoreName") instanceof String name
                        && !name.isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }

    /** Name of the Secret with the kubeconfig of a Cluster. */
    public static String kubeconfigSecret(String clusterName) {
        return clusterName + "-kubeconfig";
    }

    /** Name of the Secret with the CA of a Cluster. */
    public static String certificateAuthoritySecret(String clusterName) {
        return clusterName + "-ca";
    }

    static boolean isOf(OwnerReference owner, String group, String kind) {
        return kind.equals(owner.getKind()) && owner.getApiVersion().startsWith(group + "/");
    }
}
