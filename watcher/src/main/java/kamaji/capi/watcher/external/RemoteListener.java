// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import kamaji.capi.activities.external.RemoteCluster;

/** Who uses other clusters, and hears of them. Every method returns at once. */
public interface RemoteListener {
    /** Whether a control plane uses the cluster. */
    boolean uses(RemoteCluster cluster);

    /** Whether a control plane uses a namespace of the cluster. */
    boolean uses(RemoteCluster cluster, String namespace);

    /** What is known of the cluster is something else now, for all that use it. */
    void changed(RemoteCluster cluster);

    /** The cluster can be read again: runs may wait for it. */
    void back(RemoteCluster cluster);

    /** A TenantControlPlane has changed or is gone. */
    void tenant(RemoteCluster cluster, GenericKubernetesResource tenant);

    /** A DataStore has changed or is gone. */
    void dataStore(RemoteCluster cluster, GenericKubernetesResource dataStore);
}
