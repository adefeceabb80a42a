// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import kamaji.capi.local.simulation.Kind;

/** The names that Cluster API is known by. */
final class Core {
    static final String GROUP = "cluster.x-k8s.io";
    static final Kind CLUSTER = new Kind(GROUP, "v1beta2", "Cluster", "clusters", true);
    static final Kind MACHINE = new Kind(GROUP, "v1beta2", "Machine", "machines", true);
    static final String FINALIZER = "cluster.cluster.x-k8s.io";
    static final String CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name";
    static final String PAUSED = "cluster.x-k8s.io/paused";

    private Core() {}
}
