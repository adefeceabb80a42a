// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.deletion;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;
import kamaji.capi.activities.observation.Adoption;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.activities.reporting.Announcement;
import kamaji.capi.activities.reporting.Announcements;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops our finalizer once the TenantControlPlane is gone, was let go of for a move, or somebody insists. Leaves every
 * other finalizer.
 */
public final class ReleaseControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseControlPlane.class);

    private final LiveObjects live;
    private final KubernetesApi api;
    private final Announcements announcements;

    public ReleaseControlPlane(LiveObjects live, KubernetesApi api, Announcements announcements) {
        this.live = live;
        this.api = api;
        this.announcements = announcements;
    }

    /** Returns what was left behind and why, null when nothing was. */
    public @Nullable String run(Target target) {
        if (live.isGone(target)) {
            return null;
        }
        ClusterObjects objects = live.forDeletion(target);
        GenericKubernetesResource controlPlane = Objects.requireNonNull(objects.controlPlane());
        String left = leftBehind(target, controlPlane, objects);
        if (left == null) {
            refuseBlindness(objects);
        }
        dropFinalizer(target, controlPlane);
        return left;
    }

    /** Nobody is released in silence: without the event there is no release. */
    private @Nullable String leftBehind(Target target, GenericKubernetesResource controlPlane, ClusterObjects objects) {
        TenantControlPlane tenant = objects.tenantFacts();
        Ending ending = Objects.requireNonNullElse(objects.ending(), Ending.PLAIN);
        ExternalCluster external = objects.externalFacts();
        if (external != null && !external.known()) {
            return outOfSight(target, controlPlane, external, ending);
        }
        if (tenant == null || tenant.foreign() != null) {
            return null;
        }
        if (ending.moved()) {
            String message = "left the TenantControlPlane as it is, without an owner: the control plane was moved";
            if (external != null) {
                return moved(target, controlPlane, external);
            }
            announcements.insist(target.ref(), controlPlane, Announcement.TENANT_CONTROL_PLANE_ORPHANED, message);
            api.json(TenantControlPlaneView.CONTEXT, Adoption.orphaning(Objects.requireNonNull(objects.tenant())));
            return message;
        }
        if (ending.forced() != null) {
            String message = "released by force before the TenantControlPlane was gone: " + ending.forced()
                    + " (it remains with "
                    + Objects.requireNonNull(objects.tenant()).getMetadata().getFinalizers() + ")";
            announcements.insist(target.ref(), controlPlane, Announcement.FORCE_RELEASED, message);
            return message;
        }
        throw StepFailure.stale("the TenantControlPlane is not gone");
    }

    /** A TenantControlPlane that cannot be asked for is left where somebody insists, or where it goes on elsewhere. */
    private String outOfSight(
            Target target, GenericKubernetesResource controlPlane, ExternalCluster external, Ending ending) {
        if (ending.moved()) {
            return moved(target, controlPlane, external);
        }
        if (ending.forced() == null) {
            throw StepFailure.stale("the cluster of the TenantControlPlane cannot be asked");
        }
        String message = "released by force: " + ending.forced() + " (" + external.where() + " may remain)";
        announcements.insist(target.ref(), controlPlane, Announcement.FORCE_RELEASED, message);
        return message;
    }

    /** It has no owner that would have to be taken off. */
    private String moved(Target target, GenericKubernetesResource controlPlane, ExternalCluster external) {
        String message = "left " + external.where() + " as it is: the control plane was moved";
        announcements.insist(target.ref(), controlPlane, Announcement.TENANT_CONTROL_PLANE_ORPHANED, message);
        return message;
    }

    private void dropFinalizer(Target target, GenericKubernetesResource controlPlane) {
        List<String> finalizers = controlPlane.getMetadata().getFinalizers();
        List<Operation> removals = IntStream.range(0, finalizers.size())
                .map(each -> finalizers.size() - 1 - each)
                .filter(position -> Finalizers.ALL.contains(finalizers.get(position)))
                .mapToObj(position -> new Operation("remove", "/metadata/finalizers/" + position, null))
                .toList();
        if (!removals.isEmpty()) {
            api.json(References.CONTROL_PLANES, Patch.ofOperations(controlPlane, removals));
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
