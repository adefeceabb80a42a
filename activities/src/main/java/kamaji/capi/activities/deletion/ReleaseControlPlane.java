// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.deletion;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops our finalizer once the TenantControlPlane is gone. Leaves every other finalizer. */
public final class ReleaseControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseControlPlane.class);

    private final LiveObjects live;
    private final KubernetesApi api;

    public ReleaseControlPlane(LiveObjects live, KubernetesApi api) {
        this.live = live;
        this.api = api;
    }

    public void run(Target target) {
        if (live.isGone(target)) {
            return;
        }
        ClusterObjects objects = live.forDeletion(target);
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant != null && tenant.foreign() == null) {
            throw StepFailure.stale("the TenantControlPlane is not gone");
        }
        refuseBlindness(objects);
        GenericKubernetesResource controlPlane = Objects.requireNonNull(objects.controlPlane());
        int position = controlPlane.getMetadata().getFinalizers().indexOf(Finalizers.CONTROL_PLANE);
        if (position >= 0) {
            Operation removal = new Operation("remove", "/metadata/finalizers/" + position, null);
            api.json(References.CONTROL_PLANES, Patch.ofOperations(controlPlane, List.of(removal)));
            LOG.info(
                    "released the KamajiControlPlane namespace={} name={} workflowId={}",
                    target.ref().namespace(),
                    target.ref().name(),
                    target.ref().workflowId());
        }
    }

    /** Without the kind there is no TenantControlPlane; without the permission there may be one. */
    private static void refuseBlindness(ClusterObjects objects) {
        for (UnavailableKind unavailable : objects.unavailable()) {
            if (unavailable.kind().equals(TenantControlPlaneView.KIND)
                    && unavailable.httpCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw StepFailure.waitForChange(unavailable.message());
            }
        }
    }
}
