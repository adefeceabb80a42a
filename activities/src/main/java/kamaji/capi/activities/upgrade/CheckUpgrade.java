// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.upgrade;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.access.VerifyAccess;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Checked;
import kamaji.capi.workflows.lifecycle.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks before a hop is written, since Kamaji never takes one back. Writes nothing anywhere. */
public final class CheckUpgrade {
    private static final Logger LOG = LoggerFactory.getLogger(CheckUpgrade.class);

    private final LiveObjects live;
    private final VerifyAccess access;
    private final Workers workers;

    public CheckUpgrade(LiveObjects live, KubernetesApi api, VerifyAccess access) {
        this.live = live;
        this.access = access;
        this.workers = new Workers(api);
    }

    public Checked run(Target target, UpgradePlan plan) {
        ClusterObjects objects = live.forStep(target);
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant == null
                || tenant.upgrade() == null
                || !plan.equals(tenant.upgrade().plan())) {
            throw StepFailure.stale("the plan of the upgrade has changed");
        }
        if (!"Sleeping".equals(tenant.phase())) {
            access.requireAnswer(target, objects);
        }
        String unchecked = workers.refuseToLeaveBehind(
                plan.current(),
                target.ref().namespace(),
                Objects.requireNonNull(objects.cluster()).getMetadata().getName());
        int more = plan.hops().size() - 1 - plan.hops().indexOf(plan.current());
        if (more > 0) {
            refuseUnknown(objects, plan.to());
        }
        LOG.info(
                "the next version may be written version={} unchecked=\"{}\" namespace={} name={} workflowId={}",
                plan.current(),
                Objects.requireNonNullElse(unchecked, ""),
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        return new Checked(plan.current(), unchecked);
    }

    /**
     * Asks Kamaji's webhook about the version in the end, as that of a TenantControlPlane that is never made: an update
     * could ask about the next minor only. A single hop is judged by being written.
     */
    private void refuseUnknown(ClusterObjects objects, String version) {
        TenantControlPlaneIntent intent = Objects.requireNonNull(objects.intent(), "forStep has found the Cluster")
                .atVersion(version);
        try {
            dryRun(live.host(objects), intent);
        } catch (StepFailure failure) {
            throw failure.withMessage("spec.version: " + version + " would not be accepted in the end: "
                    + failure.message() + "; set a version that this Kamaji supports, or upgrade Kamaji");
        }
    }

    private static void dryRun(KubernetesApi host, TenantControlPlaneIntent intent) {
        GenericKubernetesResource probe = probe(intent);
        host.tryOut(
                TenantControlPlaneView.CONTEXT,
                probe,
                refusal -> intent.withoutUndeclared(refusal).map(CheckUpgrade::probe));
    }

    private static GenericKubernetesResource probe(TenantControlPlaneIntent intent) {
        GenericKubernetesResource probe = intent.toResource();
        probe.getMetadata().setName("upgrade-check");
        probe.getMetadata().setOwnerReferences(List.of());
        return probe;
    }
}
