// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one cluster at one moment. Made by one function from objects, whether those were read live or
 * come from the watcher's caches, so that both decide alike.
 *
 * @param controlPlane the KamajiControlPlane; null when it is gone
 * @param cluster the owning Cluster; null when it is not known
 * @param tenant the TenantControlPlane; null when there is none
 * @param dataStore the named DataStore; null when the control plane names none
 * @param infrastructure the infrastructure cluster; null when the Cluster names none
 * @param credentials the published Secrets
 * @param unavailable kinds that could not be read, with the reason and the cure
 * @param ending what matters while the control plane is being deleted; null while it is not
 * @param external the other cluster that runs the TenantControlPlane; null when it is this one
 */
public record Facts(
        @Nullable ControlPlane controlPlane,
        @Nullable OwningCluster cluster,
        @Nullable TenantControlPlane tenant,
        @Nullable DataStore dataStore,
        @Nullable InfrastructureCluster infrastructure,
        Credentials credentials,
        List<String> unavailable,
        @Nullable Ending ending,
        @Nullable ExternalCluster external) {

    /**
     * Counts the changes of what the provider makes out of the same input. Raised when a release maps or decides
     * differently, so that settled clusters are looked at again.
     */
    public static final int MAPPING_REVISION = 1;

    /** Nothing exists. */
    public static final Facts GONE = new Facts(null, null, null, null, null, Credentials.NONE, List.of());

    /** Facts of a control plane that is not being deleted, or of whose deletion nothing more is known. */
    public Facts(
            @Nullable ControlPlane controlPlane,
            @Nullable OwningCluster cluster,
            @Nullable TenantControlPlane tenant,
            @Nullable DataStore dataStore,
            @Nullable InfrastructureCluster infrastructure,
            Credentials credentials,
            List<String> unavailable) {
        this(controlPlane, cluster, tenant, dataStore, infrastructure, credentials, unavailable, null, null);
    }

    @SuppressWarnings("NullAway") // a payload leaves out empty lists and default records
    public Facts {
        credentials = credentials == null ? Credentials.NONE : credentials;
        unavailable = unavailable == null ? List.of() : List.copyOf(unavailable);
    }

    /** Whether work is paused, by the Cluster or by the annotation. */
    public boolean paused() {
        return (controlPlane != null && controlPlane.paused()) || (cluster != null && cluster.paused());
    }

    /** Whether the control plane is deleted because it was moved to another management cluster. */
    public boolean moved() {
        return ending != null && ending.moved();
    }

    /** Whether worker Machines hold up the deletion: they need the API server to leave. */
    public boolean waitsForWorkers() {
        boolean runs = tenant != null && tenant.foreign() == null && !tenant.deleting();
        return runs && ending != null && ending.workers() && ending.forced() == null && !ending.moved();
    }

    /**
     * The digest of everything that decides, and of nothing else: equal digests mean that a settled cluster needs no
     * attention. The status of the KamajiControlPlane is never in it, and while paused nothing but the pause is.
     */
    public String digest() {
        return FactsDigest.of(this);
    }

    public Facts with(ControlPlane changed) {
        return new Facts(
                changed, cluster, tenant, dataStore, infrastructure, credentials, unavailable, ending, external);
    }

    public Facts with(@Nullable TenantControlPlane changed) {
        return new Facts(
                controlPlane, cluster, changed, dataStore, infrastructure, credentials, unavailable, ending, external);
    }

    public Facts with(@Nullable InfrastructureCluster changed) {
        return new Facts(controlPlane, cluster, tenant, dataStore, changed, credentials, unavailable, ending, external);
    }

    public Facts with(@Nullable Ending changed) {
        return new Facts(
                controlPlane, cluster, tenant, dataStore, infrastructure, credentials, unavailable, changed, external);
    }

    public Facts with(@Nullable ExternalCluster changed) {
        return new Facts(
                controlPlane, cluster, tenant, dataStore, infrastructure, credentials, unavailable, ending, changed);
    }

    public Facts with(Credentials changed) {
        return new Facts(
                controlPlane, cluster, tenant, dataStore, infrastructure, changed, unavailable, ending, external);
    }
}
