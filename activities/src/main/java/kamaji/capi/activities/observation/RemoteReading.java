// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.Remote;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteConnections;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.external.RemoteUnusableException;
import kamaji.capi.activities.failure.StepFailure;
import org.jspecify.annotations.Nullable;

/** Reads what another cluster has of a control plane; a cluster that cannot be asked is part of the answer. */
final class RemoteReading {
    private static final int BUSY = 429;

    private final RemoteConnections remotes;

    RemoteReading(RemoteConnections remotes) {
        this.remotes = remotes;
    }

    /** The objects with the TenantControlPlane, or with why it is not known. */
    ClusterObjects tenant(ClusterObjects objects, ObservedExternal expected) {
        RemoteCluster cluster = expected.cluster();
        if (cluster == null) {
            return objects.withExternal(expected);
        }
        String namespace = expected.place().namespace();
        try {
            Remote remote = remotes.on(cluster);
            GenericKubernetesResource found = remote.api()
                    .get(
                            TenantControlPlaneView.CONTEXT,
                            namespace,
                            expected.place().name());
            if (found == null && !remote.serves(TenantControlPlaneView.CONTEXT)) {
                return objects.withExternal(expected.with(RemoteProblem.withoutKamaji(cluster)));
            }
            boolean ask = expected.place().asksWho(found != null);
            return objects.withExternal(ask ? expected.on(remote.identity().uid()) : expected)
                    .withTenant(found);
        } catch (RemoteUnusableException e) {
            return objects.withExternal(expected.with(e.problem()));
        } catch (KubernetesClientException e) {
            return objects.withExternal(expected.with(RemoteProblem.of(cluster, namespace, e.getCode())));
        } catch (StepFailure failure) {
            if (failure.httpCode() == BUSY) {
                throw failure;
            }
            return objects.withExternal(expected.with(RemoteProblem.of(cluster, namespace, failure.httpCode())));
        }
    }

    /** The DataStore of a name, null when there is none or it cannot be read, which is added to what is unavailable. */
    @Nullable
    GenericKubernetesResource dataStore(RemoteCluster cluster, String name, List<UnavailableKind> unavailable) {
        try {
            return remotes.recent(cluster).api().get(DataStoreView.CONTEXT, "", name);
        } catch (RemoteUnusableException e) {
            throw e.problem().failure();
        } catch (StepFailure failure) {
            if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw failure;
            }
            unavailable.add(UnavailableKind.elsewhere(DataStoreView.KIND, cluster));
            return null;
        }
    }
}
