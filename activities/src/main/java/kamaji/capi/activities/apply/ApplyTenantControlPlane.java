// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.apply;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;
import kamaji.capi.activities.observation.Adoption;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.reporting.Announcement;
import kamaji.capi.activities.reporting.Announcements;
import kamaji.capi.activities.tenantcontrolplane.GoProviderFields;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Applied;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts our finalizer on the control plane, then applies the TenantControlPlane; writes only what differs. */
public final class ApplyTenantControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyTenantControlPlane.class);
    private static final int MOST_DIFFERENCES = 3;

    private final LiveObjects live;
    private final KubernetesApi api;
    private final Announcements announcements;
    private final Hold hold;

    public ApplyTenantControlPlane(LiveObjects live, KubernetesApi api, Announcements announcements) {
        this.live = live;
        this.api = api;
        this.announcements = announcements;
        this.hold = new Hold(api);
    }

    public Applied run(Target target) {
        ClusterObjects objects = live.forStep(target);
        String untouched = objects.untouched();
        if (untouched != null) {
            return left(objects, untouched);
        }
        TenantControlPlaneIntent intent = Objects.requireNonNull(objects.intent(), "forStep has found the Cluster");
        GenericKubernetesResource controlPlane = Objects.requireNonNull(objects.controlPlane());
        KubernetesApi host = live.host(objects);
        ClusterObjects ours = adopted(target, controlPlane, intent, objects);
        ClusterObjects held = ours.withControlPlane(hold.held(controlPlane, place(objects), null));
        ClusterObjects made = held.withTenant(applied(target, host, intent, held));
        ClusterObjects applied =
                made.withControlPlane(hold.confirmed(Objects.requireNonNull(made.controlPlane()), place(made)));
        live.remember(applied);
        return new Applied(applied.controlPlaneFacts(), Objects.requireNonNull(applied.tenantFacts()));
    }

    /** Nothing is written to a TenantControlPlane that stays as it is; what that goes by is written down. */
    private Applied left(ClusterObjects objects, String asked) {
        GenericKubernetesResource tenant = Objects.requireNonNull(objects.tenant());
        ClusterObjects first = objects.withControlPlane(hold.held(
                Objects.requireNonNull(objects.controlPlane()),
                place(objects),
                GoProviderFields.in(tenant) ? asked : null));
        ClusterObjects held =
                first.withControlPlane(hold.confirmed(Objects.requireNonNull(first.controlPlane()), place(first)));
        live.remember(held);
        return new Applied(held.controlPlaneFacts(), Objects.requireNonNull(held.tenantFacts()));
    }

    /** Takes over what nobody owns any more, first of all: the garbage collector is after it. */
    private ClusterObjects adopted(
            Target target,
            GenericKubernetesResource controlPlane,
            TenantControlPlaneIntent intent,
            ClusterObjects objects) {
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant == null || (tenant.foreign() == null && !tenant.deleting())) {
            return objects;
        }
        if (tenant.deleting() || !tenant.adoptable()) {
            throw StepFailure.stale("the TenantControlPlane is being deleted or belongs to someone else");
        }
        GenericKubernetesResource found = Objects.requireNonNull(objects.tenant());
        GenericKubernetesResource taken = found;
        if (objects.external() == null) {
            OwnerReference owner =
                    intent.toResource().getMetadata().getOwnerReferences().get(0);
            taken = api.json(TenantControlPlaneView.CONTEXT, Adoption.patch(found, owner));
        }
        announcements.tell(
                target.ref(),
                controlPlane,
                Announcement.TENANT_CONTROL_PLANE_ADOPTED,
                "took over the TenantControlPlane, which belonged to " + tenant.foreign());
        return objects.withTenant(taken);
    }

    private static @Nullable ExternalTenant place(ClusterObjects objects) {
        return objects.external() == null ? null : objects.external().place();
    }

    private GenericKubernetesResource applied(
            Target target, KubernetesApi host, TenantControlPlaneIntent intent, ClusterObjects objects) {
        GenericKubernetesResource existing = objects.tenant();
        if (existing != null && objects.isApplied(intent, existing)) {
            return existing;
        }
        String uid = existing == null ? null : existing.getMetadata().getUid();
        if (existing != null && GoProviderFields.in(existing)) {
            host.json(
                    TenantControlPlaneView.CONTEXT,
                    Patch.ofOperations(
                            existing,
                            List.of(new Operation(
                                    "replace", "/metadata/managedFields", GoProviderFields.takenOver(existing)))));
        }
        GenericKubernetesResource result = withoutLeftovers(host, intent, apply(host, intent, uid));
        LOG.info(
                "{} the TenantControlPlane namespace={} name={} workflowId={}",
                existing == null ? "created" : "updated",
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        judge(target, intent, result, objects.schema());
        return result;
    }

    /** A Kamaji of another release may not know every field: it gets the others. */
    private static GenericKubernetesResource apply(
            KubernetesApi host, TenantControlPlaneIntent intent, @Nullable String uid) {
        GenericKubernetesResource wanted = intent.toResource();
        wanted.getMetadata().setUid(uid);
        return host.apply(
                TenantControlPlaneView.CONTEXT,
                wanted,
                refusal -> intent.withoutUndeclared(refusal).map(known -> apply(host, known, uid)));
    }

    private static GenericKubernetesResource withoutLeftovers(
            KubernetesApi host, TenantControlPlaneIntent intent, GenericKubernetesResource applied) {
        return intent.removalPatch(applied)
                .map(json -> host.merge(
                        TenantControlPlaneView.CONTEXT,
                        new Patch(
                                applied.getMetadata().getNamespace(),
                                applied.getMetadata().getName(),
                                json)))
                .orElse(applied);
    }

    private static void judge(
            Target target,
            TenantControlPlaneIntent intent,
            GenericKubernetesResource result,
            @Nullable ServedSchema schema) {
        List<String> differences = intent.differences(result);
        if (differences.isEmpty()) {
            return;
        }
        String some = String.join("; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
        if (!intent.isAppliedTo(result)) {
            throw StepFailure.waitForChange("the TenantControlPlane did not take every field: " + some
                    + " (upgrade Kamaji, or clear the fields in the KamajiControlPlane)");
        }
        List<String> known = intent.servedMeanwhile(result, schema);
        if (!known.isEmpty()) {
            throw StepFailure.retry("the API server does not take " + known.get(0)
                    + " yet, which the installed Kamaji knows: it is tried again");
        }
        LOG.warn(
                "goes on without what the served TenantControlPlane does not know differences=\"{}\" namespace={} name={}"
                        + " workflowId={}",
                some,
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
    }
}
