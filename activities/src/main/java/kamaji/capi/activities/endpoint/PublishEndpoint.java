// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.endpoint;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Published;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the address of the tenant API server to the control plane, then to the infrastructure cluster. Never changes an
 * address that Cluster API may have taken, and nothing else of an infrastructure cluster than its endpoint and mark.
 */
public final class PublishEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PublishEndpoint.class);

    private final LiveObjects live;
    private final KubernetesApi api;

    public PublishEndpoint(LiveObjects live, KubernetesApi api) {
        this.live = live;
        this.api = api;
    }

    public Published run(Target target) {
        ClusterObjects objects = live.forEndpoint(target);
        ClusterObjects published = controlPlane(target, objects);
        ControlPlane controlPlane = published.controlPlaneFacts();
        if (controlPlane.endpoint() == null) {
            throw StepFailure.stale("the TenantControlPlane has no address any more");
        }
        ClusterObjects told = infrastructure(target, published, controlPlane, controlPlane.endpoint());
        live.remember(told);
        return new Published(told.controlPlaneFacts(), told.infrastructureFacts());
    }

    private ClusterObjects controlPlane(Target target, ClusterObjects objects) {
        ControlPlane wanted = objects.controlPlaneFacts();
        Endpoint address = address(objects.tenantFacts());
        boolean isFinal = wanted.initialized() && wanted.endpoint() != null;
        if (address == null || address.equals(wanted.endpoint()) || isFinal) {
            return objects;
        }
        OwningCluster cluster = Objects.requireNonNull(objects.clusterFacts());
        if (wanted.endpoint() != null && wanted.endpointClaimed()) {
            throw StepFailure.stale("the KamajiControlPlane has another endpoint by now");
        }
        if (cluster.endpoint() != null && !cluster.endpoint().equals(address)) {
            throw StepFailure.stale("the Cluster has another endpoint by now");
        }
        GenericKubernetesResource read = Objects.requireNonNull(objects.controlPlane());
        GenericKubernetesResource written = api.merge(
                References.CONTROL_PLANES,
                Patch.ofVersion(read, read.getMetadata().getResourceVersion(), "spec", spec(address)));
        log("published the endpoint", target, address);
        return objects.withControlPlane(written);
    }

    private static @Nullable Endpoint address(@Nullable TenantControlPlane tenant) {
        return tenant == null || tenant.foreign() != null || tenant.deleting() ? null : tenant.endpoint();
    }

    private ClusterObjects infrastructure(
            Target target, ClusterObjects objects, ControlPlane controlPlane, Endpoint endpoint) {
        ObservedInfrastructure observed = objects.infrastructure();
        if (observed == null || observed.served() == null || observed.live() == null) {
            return objects;
        }
        ServedInfrastructure served = observed.served();
        GenericKubernetesResource current = observed.live();
        InfrastructureCluster facts = observed.facts();
        if (!facts.endpointIs(endpoint)) {
            if (!mayWrite(controlPlane, facts)) {
                return objects;
            }
            current = write(served, current, endpoint);
            log(
                    "wrote the endpoint to " + served.row().kind() + " "
                            + current.getMetadata().getName(),
                    target,
                    endpoint);
        }
        if (facts.behaviour() == Behaviour.PATCH_AND_MARK_PROVISIONED && !facts.provisioned()) {
            current = mark(served, current);
        }
        return objects.withInfrastructure(ObservedInfrastructure.of(served, current));
    }

    /** What is set is never written over once Cluster API may have taken it, and never where it is the user's. */
    private static boolean mayWrite(ControlPlane controlPlane, InfrastructureCluster facts) {
        if (facts.blank()) {
            return facts.behaviour() != Behaviour.CHECK;
        }
        return !controlPlane.initialized() && !facts.behaviour().keepsWhatIsSet();
    }

    /** A field that the served kind does not know is dropped without a word, and would be written for ever. */
    private GenericKubernetesResource write(
            ServedInfrastructure served, GenericKubernetesResource live, Endpoint endpoint) {
        InfrastructureKind row = served.row();
        GenericKubernetesResource written = api.merge(served.context(), Patch.ofUid(live, "spec", row.spec(endpoint)));
        if (!row.facts(written).endpointIs(endpoint)) {
            throw StepFailure.waitForChange(dropped(served, row.where()));
        }
        return written;
    }

    private GenericKubernetesResource mark(ServedInfrastructure served, GenericKubernetesResource live) {
        InfrastructureKind row = served.row();
        GenericKubernetesResource marked = api.mergeStatus(served.context(), Patch.ofUid(live, "status", row.mark()));
        if (!row.facts(marked).provisioned()) {
            throw StepFailure.waitForChange(dropped(served, row.marksText()));
        }
        return marked;
    }

    private static String dropped(ServedInfrastructure served, String fields) {
        return served.row().kind() + " of version " + served.context().getVersion() + " does not keep " + fields
                + ": give the kind a row with its own fields in the file of --infrastructure-kinds";
    }

    private static Object spec(Endpoint endpoint) {
        return Map.of("controlPlaneEndpoint", Map.of("host", endpoint.host(), "port", endpoint.port()));
    }

    private static void log(String what, Target target, Endpoint endpoint) {
        LOG.info(
                "{} endpoint={} namespace={} name={} workflowId={}",
                what,
                endpoint,
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
    }
}
