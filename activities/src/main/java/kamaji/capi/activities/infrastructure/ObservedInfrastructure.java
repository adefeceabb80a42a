// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;

/**
 * The infrastructure cluster that a Cluster names, as it was found. Made alike from what was read and from caches.
 *
 * @param served its kind, null when that is not supported or cannot be read
 * @param live the object, null when there is none or none can be read
 * @param facts what it says
 */
public record ObservedInfrastructure(
        @Nullable ServedInfrastructure served, @Nullable GenericKubernetesResource live, InfrastructureCluster facts) {

    /** A kind that is not in the table. */
    public static ObservedInfrastructure unsupported(InfrastructureRef ref, InfrastructureKinds table) {
        String problem = "spec.infrastructureRef of the Cluster names a " + ref.kind() + " of group " + ref.apiGroup()
                + ", which is not supported: use one of " + table.names()
                + ", or add the kind to the file of --infrastructure-kinds";
        return new ObservedInfrastructure(
                null, null, new InfrastructureCluster(Behaviour.UNSUPPORTED, false, null, null, false, null, problem));
    }

    /**
     * A kind of the table that cannot be read.
     *
     * @param problem why, and what to do
     */
    public static ObservedInfrastructure unavailable(InfrastructureRef ref, InfrastructureKinds table, String problem) {
        InfrastructureKind row = table.rows(ref.apiGroup(), ref.kind()).get(0);
        return new ObservedInfrastructure(null, null, row.without(problem));
    }

    /** What was found under the name; null when nothing is there. */
    public static ObservedInfrastructure of(ServedInfrastructure served, @Nullable GenericKubernetesResource live) {
        InfrastructureKind row = served.row();
        return new ObservedInfrastructure(served, live, live == null ? row.without(null) : row.facts(live));
    }
}
