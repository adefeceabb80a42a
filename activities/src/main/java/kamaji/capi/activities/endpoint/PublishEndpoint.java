// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.endpoint;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
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
    private final ServedKinds kinds;

    public PublishEndpoint(LiveObjects live, KubernetesApi api, ServedKinds kinds) {
        this.live = live;
        this.api = api;
        this.kinds = kinds;
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
        if (address == null || address.equals(wanted.endpoint()) || wanted.initialized()) {
            return objects;
        }
        OwningCluster cluster = Objects.requireNonNull(objects.clusterFacts());
        if (wanted.endpoint() == null
                && cluster.endpoint() != null
                && !cluster.endpoint().equals(address)) {
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
        InfrastructureCluster facts = objects.infrastructureFacts();
        GenericKubernetesResource read = objects.infrastructure();
        if (facts == null || read == null || facts.behaviour() == Behaviour.UNSUPPORTED) {
            return objects;
        }
        boolean moved = facts.endpoint() != null && !endpoint.equals(facts.endpoint());
        if (moved && controlPlane.initialized()) {
            return objects;
        }
        ResourceDefinitionContext context = context(objects.infrastructureRef().orElseThrow());
        GenericKubernetesResource current = read;
        if (!endpoint.equals(facts.endpoint())) {
            current = api.merge(context, Patch.ofUid(read, "spec", spec(endpoint)));
            log(
                    "wrote the endpoint to " + context.getKind() + " "
                            + current.getMetadata().getName(),
                    target,
                    endpoint);
        }
        if (facts.behaviour() == Behaviour.PATCH_AND_MARK_PROVISIONED && !facts.provisioned()) {
            // One of the two fields belongs to each contract of Cluster API; a kind drops the one it does not know.
            Object mark = Map.of("ready", true, "initialization", Map.of("provisioned", true));
            current = api.mergeStatus(context, Patch.ofUid(current, "status", mark));
        }
        return objects.withInfrastructure(current);
    }

    private ResourceDefinitionContext context(InfrastructureRef ref) {
        return kinds.find(ref.apiGroup(), ref.kind())
                .orElseThrow(() -> StepFailure.stale(ref.kind() + " is not served any more"));
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
