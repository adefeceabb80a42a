// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.status.ConditionType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of a KamajiControlPlane. Only its metadata has to make sense: what the spec has wrong becomes a fact.
 *
 * @param live the KamajiControlPlane
 * @param cluster the owning Cluster, null when it is not known
 * @param unavailable kinds that could not be read
 */
record ControlPlaneFacts(
        GenericKubernetesResource live,
        @Nullable GenericKubernetesResource cluster,
        List<UnavailableKind> unavailable) {
    private static final int DEFAULT_REPLICAS = 2;

    ControlPlane facts() {
        LiveStatus status = LiveStatus.of(live);
        Map<String, String> annotations =
                Objects.requireNonNullElse(live.getMetadata().getAnnotations(), Map.of());
        return new ControlPlane(
                live.getMetadata().getUid(),
                live.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(live.getMetadata().getGeneration(), 0L),
                live.isMarkedForDeletion(),
                live.getMetadata().getFinalizers().contains(Finalizers.CONTROL_PLANE),
                annotations.containsKey(Annotations.PAUSED),
                annotations.get(Annotations.RECONCILE_REQUESTED_AT),
                ownerProblem(),
                invalid(),
                version(),
                spec().get("replicas") instanceof Number replicas ? replicas.intValue() : DEFAULT_REPLICAS,
                References.dataStoreName(live).orElse(null),
                endpoint(),
                status.initialized(),
                status.condition(ConditionType.ACCESS_VERIFIED),
                status.report().hash(),
                status.settled());
    }

    /**
     * What the TenantControlPlane should carry; null while the owning Cluster is not known.
     *
     * @throws InvalidSpecException when the spec cannot be mapped
     */
    @Nullable
    TenantControlPlaneIntent intent() {
        return cluster == null
                ? null
                : TenantControlPlaneIntent.of(SpecDecoding.decode(live), new ClusterView(cluster));
    }

    private @Nullable String invalid() {
        try {
            if (cluster == null) {
                SpecDecoding.decode(live);
            } else {
                intent();
            }
            return null;
        } catch (InvalidSpecException e) {
            return e.getMessage();
        }
    }

    private @Nullable String ownerProblem() {
        List<String> owners = References.clusterNames(live);
        if (owners.isEmpty()) {
            return "no owning Cluster yet: metadata.ownerReferences names none; create a Cluster whose"
                    + " spec.controlPlaneRef names this KamajiControlPlane";
        }
        if (owners.size() > 1) {
            return "metadata.ownerReferences names several Clusters (" + String.join(", ", owners)
                    + "): keep the one whose spec.controlPlaneRef names this KamajiControlPlane";
        }
        if (cluster != null) {
            return null;
        }
        UnavailableKind clusters = UnavailableKind.find(unavailable, ClusterView.KIND);
        return clusters != null
                ? clusters.message()
                : "Cluster " + live.getMetadata().getNamespace() + "/" + owners.get(0) + " does not exist";
    }

    private String version() {
        if (!(spec().get("version") instanceof String version) || version.isEmpty()) {
            return "";
        }
        return version.startsWith("v") ? version : "v" + version;
    }

    private @Nullable Endpoint endpoint() {
        if (!(spec().get("controlPlaneEndpoint") instanceof Map<?, ?> endpoint)) {
            return null;
        }
        return Endpoint.of(
                        endpoint.get("host") instanceof String host ? host : null,
                        endpoint.get("port") instanceof Number port ? Integer.valueOf(port.intValue()) : null)
                .orElse(null);
    }

    private Map<?, ?> spec() {
        return live.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec ? spec : Map.of();
    }
}
