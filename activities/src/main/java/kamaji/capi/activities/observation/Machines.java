// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import kamaji.capi.activities.api.ClusterView;

/** How Machines of Cluster API are found: those of a hosted control plane's Cluster are all workers. */
public final class Machines {
    static final String KIND = "Machine";
    /** How they are read. */
    public static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup(ClusterView.GROUP)
            .withVersion(ClusterView.VERSION)
            .withKind(KIND)
            .withPlural("machines")
            .withNamespaced(true)
            .build();

    /** How pools of them are read, which have one version for all. */
    public static final ResourceDefinitionContext POOLS = new ResourceDefinitionContext.Builder()
            .withGroup(ClusterView.GROUP)
            .withVersion(ClusterView.VERSION)
            .withKind("MachinePool")
            .withPlural("machinepools")
            .withNamespaced(true)
            .build();

    private Machines() {}
}
