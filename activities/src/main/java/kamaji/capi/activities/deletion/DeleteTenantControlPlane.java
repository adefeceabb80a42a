// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.deletion;

import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the TenantControlPlane of a control plane that is being deleted. Never touches one of somebody else.
 *
 * <p>In the background, not in the foreground. What has to be waited for are Kamaji's own finalizers, and they hold the
 * TenantControlPlane either way. In the foreground the garbage collector would take Kamaji's Secrets first, with which
 * Kamaji still has to clean up, and would hold the TenantControlPlane for the last of them, whose finalizer Kamaji drops
 * only after its own: a Kamaji that dies in between would leave it there for good.
 */
public final class DeleteTenantControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteTenantControlPlane.class);

    private final LiveObjects live;

    public DeleteTenantControlPlane(LiveObjects live) {
        this.live = live;
    }

    public @Nullable TenantControlPlane run(Target target) {
        ClusterObjects objects = live.forDeletion(target);
        KubernetesApi host = live.host(objects); // a cluster that cannot be asked would look like one without
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant == null || tenant.foreign() != null || tenant.deleting()) {
            return tenant;
        }
        Ending ending = Objects.requireNonNullElse(objects.ending(), Ending.PLAIN);
        if (ending.moved() || (ending.workers() && ending.forced() == null)) {
            throw StepFailure.stale("the control plane was moved, or has workers again");
        }
        host.delete(TenantControlPlaneView.CONTEXT, Objects.requireNonNull(objects.tenant()));
        LOG.info(
                "deleted the TenantControlPlane namespace={} name={} workflowId={}",
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        ClusterObjects after = live.forDeletion(target);
        live.host(after);
        return after.tenantFacts();
    }
}
