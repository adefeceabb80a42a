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
 */
public record Facts(
        @Nullable ControlPlane controlPlane,
        @Nullable OwningCluster cluster,
        @Nullable TenantControlPlane tenant,
        @Nullable DataStore dataStore,
        @Nullable InfrastructureCluster infrastructure,
        Credentials credentials,
        List<String> unavailable) {

    /**
     * Counts the changes of what the provider makes out of the same input. Raised when a release maps or decides
     * differently, so that settled clusters are looked at again.
     */
    public static final int MAPPING_REVISION = 1;

    /** Nothing exists. */
    public static final Facts GONE = new Facts(null, null, null, null, null, Credentials.NONE, List.of());

    @SuppressWarnings("NullAway") // a payload leaves out empty lists and default records
    public Facts {
        credentials = credentials == null ? Credentials.NONE : credentials;
        unavailable = unavailable == null ? List.of() : List.copyOf(unavailable);
    }

    /** Whether work is paused, by the Cluster or by the annotation. */
    public boolean paused() {
        return (controlPlane != null && controlPlane.paused()) || (cluster != null && cluster.paused());
    }

    /**
     * The digest of everything that decides, and of nothing else: equal digests mean that a settled cluster needs no
     * attention. The status of the KamajiControlPlane is never in it, and while paused nothing but the pause is.
     */
    public String digest() {
        return FactsDigest.of(this);
    }

    public Facts with(ControlPlane changed) {
        return new Facts(changed, cluster, tenant, dataStore, infrastructure, credentials, unavailable);
    }

    public Facts with(@Nullable TenantControlPlane changed) {
        return new Facts(controlPlane, cluster, changed, dataStore, infrastructure, credentials, unavailable);
    }

    public Facts with(@Nullable InfrastructureCluster changed) {
        return new Facts(controlPlane, cluster, tenant, dataStore, changed, credentials, unavailable);
    }

    public Facts with(Credentials changed) {
        return new Facts(controlPlane, cluster, tenant, dataStore, infrastructure, changed, unavailable);
    }
}
