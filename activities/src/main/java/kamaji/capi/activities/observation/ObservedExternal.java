// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Objects;
import java.util.function.Supplier;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.external.ExternalReference;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.workflows.facts.ExternalCluster;
import org.jspecify.annotations.Nullable;

/**
 * A TenantControlPlane that is expected on another cluster, and what keeps it from being looked at.
 *
 * @param place which one
 * @param gates which references are followed
 * @param here whether this cluster has one already that belongs to the KamajiControlPlane
 * @param problem why the other cluster could not be asked, null when it could or was not
 */
public record ObservedExternal(
        ExternalTenant place,
        ExternalGates gates,
        boolean here,
        @Nullable RemoteProblem problem) {
    /**
     * What is expected of a KamajiControlPlane; null when its TenantControlPlane is on this cluster.
     *
     * @param local reads the TenantControlPlane that this cluster has, asked only where both are possible
     */
    public static @Nullable ObservedExternal expected(
            GenericKubernetesResource controlPlane,
            ExternalGates gates,
            Supplier<@Nullable GenericKubernetesResource> local) {
        ExternalTenant place = ExternalTenant.of(controlPlane, gates).orElse(null);
        if (place == null) {
            return null;
        }
        boolean here = place.isNew() && isOwn(controlPlane, local.get());
        boolean stays = here && (controlPlane.isMarkedForDeletion() || place.cluster() == null);
        return stays ? null : new ObservedExternal(place, gates, here, null);
    }

    private static boolean isOwn(GenericKubernetesResource controlPlane, @Nullable GenericKubernetesResource tenant) {
        return tenant != null
                && References.controlPlane(tenant)
                        .filter(owner ->
                                owner.getUid().equals(controlPlane.getMetadata().getUid()))
                        .isPresent();
    }

    /** The cluster to ask, null when it is not to be asked. */
    public @Nullable RemoteCluster cluster() {
        return here || place.problem() != null ? null : place.cluster();
    }

    /** The same after the cluster could not be asked. */
    public ObservedExternal with(RemoteProblem found) {
        return new ObservedExternal(place, gates, here, found);
    }

    /** The same with what the cluster says it is, null where it does not tell. */
    ObservedExternal on(@Nullable String clusterUid) {
        return new ObservedExternal(place.seenOn(clusterUid), gates, here, problem);
    }

    /** The same after a write to the KamajiControlPlane. */
    ObservedExternal after(GenericKubernetesResource changed) {
        ExternalTenant next = ExternalTenant.of(changed, gates).orElse(place);
        return new ObservedExternal(next.seenOn(place.clusterUid()), gates, here, problem);
    }

    /** What is told about it. */
    ExternalCluster facts(boolean tenantFound) {
        RemoteProblem found = trouble(tenantFound);
        return found == null
                ? new ExternalCluster(place.describe(), null, false)
                : new ExternalCluster(place.describe(), found.message(), found.passing());
    }

    /** What keeps it from being worked with, null when nothing does. */
    @Nullable
    RemoteProblem trouble(boolean tenantFound) {
        if (place.problem() != null) {
            return new RemoteProblem(Objects.requireNonNull(place.problem()), false);
        }
        if (here) {
            return new RemoteProblem(
                    ExternalReference.FIELD + " came too late: the TenantControlPlane runs on this cluster already;"
                            + " remove the reference, a control plane cannot change its cluster",
                    false);
        }
        if (problem != null) {
            return problem;
        }
        String absence = tenantFound ? null : place.absence();
        return absence == null ? null : new RemoteProblem(absence, false);
    }
}
