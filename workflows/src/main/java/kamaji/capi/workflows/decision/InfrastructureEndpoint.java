// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.OwningCluster;
import org.jspecify.annotations.Nullable;

/**
 * Whether the infrastructure cluster knows where the control plane is. Nothing waits for it but a contradiction that only
 * its user can resolve, since Cluster API goes on without it.
 */
final class InfrastructureEndpoint {
    private InfrastructureEndpoint() {}

    /**
     * The stage of the infrastructure cluster.
     *
     * @param published the stage of the control plane's own endpoint
     */
    static Stage of(
            ControlPlane wanted,
            OwningCluster cluster,
            @Nullable InfrastructureCluster infrastructure,
            Stage published) {
        if (infrastructure == null || cluster.infrastructure() == null) {
            return Stage.DONE;
        }
        String name = cluster.infrastructure().toString();
        if (infrastructure.problem() != null) {
            return Stage.blocks(infrastructure.problem());
        }
        if (infrastructure.behaviour() == Behaviour.UNSUPPORTED) {
            return Stage.blocks("the kind of " + name + " is not supported: nothing is written to it");
        }
        if (!infrastructure.found()) {
            return Stage.blocks(name + " does not exist: create it, or correct spec.infrastructureRef of Cluster "
                    + cluster.name());
        }
        Endpoint endpoint = wanted.endpoint();
        if (endpoint == null) {
            return Stage.heldBack("waits for the endpoint");
        }
        if (endpoint.equals(infrastructure.endpoint())) {
            return marked(infrastructure)
                    ? Stage.DONE
                    : Stage.due(Step.PUBLISH_ENDPOINT, name + " is being marked provisioned");
        }
        if (!wanted.initialized() && published.state() == Stage.State.BLOCKS) {
            return Stage.heldBack("waits for the endpoint: " + published.message());
        }
        return unlike(wanted, endpoint, infrastructure, name);
    }

    private static Stage unlike(
            ControlPlane wanted, Endpoint endpoint, InfrastructureCluster infrastructure, String name) {
        if (infrastructure.blank()) {
            return infrastructure.behaviour() == Behaviour.CHECK
                    ? Stage.blocks(name + " has no endpoint, and the provider does not write to this kind: set "
                            + infrastructure.where() + " of " + name + " to " + endpoint
                            + ", where the control plane is")
                    : write(name);
        }
        if (!wanted.initialized() && !infrastructure.behaviour().keepsWhatIsSet()) {
            return write(name);
        }
        String otherCure = wanted.initialized()
                ? ""
                : ", or give the control plane that address (spec.network.serviceAddress of the KamajiControlPlane)";
        return Stage.blocks(name + " has endpoint " + infrastructure.says() + ", the control plane is at " + endpoint
                + ": edit " + infrastructure.where() + " of " + name + otherCure);
    }

    private static Stage write(String name) {
        return Stage.due(Step.PUBLISH_ENDPOINT, "the endpoint is being written to " + name);
    }

    private static boolean marked(InfrastructureCluster infrastructure) {
        return infrastructure.provisioned() || infrastructure.behaviour() != Behaviour.PATCH_AND_MARK_PROVISIONED;
    }

    /**
     * Whether the user has set another endpoint there. Cluster API may take that one, and ours can no longer change once
     * it is initialised, so that has to wait until they agree.
     */
    static boolean contradicts(ControlPlane wanted, @Nullable InfrastructureCluster infrastructure) {
        return infrastructure != null
                && infrastructure.behaviour().keepsWhatIsSet()
                && !infrastructure.blank()
                && !infrastructure.endpointIs(wanted.endpoint());
    }
}
