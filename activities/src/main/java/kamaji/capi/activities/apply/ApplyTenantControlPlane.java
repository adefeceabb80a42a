// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.apply;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
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
import kamaji.capi.activities.reporting.Announcement;
import kamaji.capi.activities.reporting.Announcements;
import kamaji.capi.activities.tenantcontrolplane.GoProviderFields;
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

    public ApplyTenantControlPlane(LiveObjects live, KubernetesApi api, Announcements announcements) {
        this.live = live;
        this.api = api;
        this.announcements = announcements;
    }

    public Applied run(Target target) {
        ClusterObjects objects = live.forStep(target);
        String untouched = objects.untouched();
        if (untouched != null) {
            return left(objects, untouched);
        }
        TenantControlPlaneIntent intent = Objects.requireNonNull(objects.intent(), "forStep has found the Cluster");
        GenericKubernetesResource controlPlane = Objects.requireNonNull(objects.controlPlane());
        ClusterObjects ours = adopted(target, controlPlane, intent, objects);
        ClusterObjects held = ours.withControlPlane(held(controlPlane, null));
        ClusterObjects applied = held.withTenant(applied(target, intent, held.tenant()));
        live.remember(applied);
        return new Applied(applied.controlPlaneFacts(), Objects.requireNonNull(applied.tenantFacts()));
    }

    /** Nothing is written to a TenantControlPlane that stays as it is; what that goes by is written down. */
    private Applied left(ClusterObjects objects, String asked) {
        GenericKubernetesResource tenant = Objects.requireNonNull(objects.tenant());
        ClusterObjects held = objects.withControlPlane(
                held(Objects.requireNonNull(objects.controlPlane()), GoProviderFields.in(tenant) ? asked : null));
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
        OwnerReference owner =
                intent.toResource().getMetadata().getOwnerReferences().get(0);
        GenericKubernetesResource taken = api.json(TenantControlPlaneView.CONTEXT, Adoption.patch(found, owner));
        announcements.tell(
                target.ref(),
                controlPlane,
                Announcement.TENANT_CONTROL_PLANE_ADOPTED,
                "took over the TenantControlPlane, which belonged to " + tenant.foreign());
        return objects.withTenant(taken);
    }

    /** A move by clusterctl would not take the TenantControlPlane along, and so delete it: that is blocked too. */
    private GenericKubernetesResource held(GenericKubernetesResource controlPlane, @Nullable String adopted) {
        List<Operation> operations = new ArrayList<>();
        List<String> finalizers = controlPlane.getMetadata().getFinalizers();
        if (finalizers.isEmpty()) {
            operations.add(new Operation("add", "/metadata/finalizers", List.of(Finalizers.CONTROL_PLANE)));
        } else if (!finalizers.contains(Finalizers.CONTROL_PLANE)) {
            operations.add(new Operation("add", "/metadata/finalizers/-", Finalizers.CONTROL_PLANE));
        }
        operations.addAll(annotating(controlPlane, wantedAnnotations(adopted)));
        return operations.isEmpty()
                ? controlPlane
                : api.json(References.CONTROL_PLANES, Patch.ofOperations(controlPlane, operations));
    }

    private static Map<String, String> wantedAnnotations(@Nullable String adopted) {
        return adopted == null
                ? Map.of(Annotations.BLOCK_MOVE, "true")
                : Map.of(Annotations.BLOCK_MOVE, "true", Annotations.ADOPTED, adopted);
    }

    private static List<Operation> annotating(GenericKubernetesResource controlPlane, Map<String, String> wanted) {
        Map<String, String> present = controlPlane.getMetadata().getAnnotations();
        if (present == null || present.isEmpty()) {
            return List.of(new Operation("add", "/metadata/annotations", wanted));
        }
        return wanted.entrySet().stream()
                .filter(entry -> !present.containsKey(entry.getKey()))
                .map(entry ->
                        new Operation("add", "/metadata/annotations/" + Patch.escape(entry.getKey()), entry.getValue()))
                .toList();
    }

    private GenericKubernetesResource applied(
            Target target, TenantControlPlaneIntent intent, @Nullable GenericKubernetesResource existing) {
        if (existing != null && intent.isAppliedTo(existing)) {
            return existing;
        }
        String uid = existing == null ? null : existing.getMetadata().getUid();
        if (existing != null && GoProviderFields.in(existing)) {
            api.json(
                    TenantControlPlaneView.CONTEXT,
                    Patch.ofOperations(
                            existing,
                            List.of(new Operation(
                                    "replace", "/metadata/managedFields", GoProviderFields.takenOver(existing)))));
        }
        GenericKubernetesResource result = withoutLeftovers(intent, apply(intent, uid));
        LOG.info(
                "{} the TenantControlPlane namespace={} name={} workflowId={}",
                existing == null ? "created" : "updated",
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        judge(target, intent, result);
        return result;
    }

    /** A Kamaji of another release may not know every field: it gets the others. */
    private GenericKubernetesResource apply(TenantControlPlaneIntent intent, @Nullable String uid) {
        GenericKubernetesResource wanted = intent.toResource();
        wanted.getMetadata().setUid(uid);
        return api.apply(
                TenantControlPlaneView.CONTEXT,
                wanted,
                refusal -> intent.withoutUndeclared(refusal).map(known -> apply(known, uid)));
    }

    private GenericKubernetesResource withoutLeftovers(
            TenantControlPlaneIntent intent, GenericKubernetesResource applied) {
        return intent.removalPatch(applied)
                .map(json -> api.merge(
                        TenantControlPlaneView.CONTEXT,
                        new Patch(
                                applied.getMetadata().getNamespace(),
                                applied.getMetadata().getName(),
                                json)))
                .orElse(applied);
    }

    private static void judge(Target target, TenantControlPlaneIntent intent, GenericKubernetesResource result) {
        List<String> differences = intent.differences(result);
        if (differences.isEmpty()) {
            return;
        }
        String some = String.join("; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
        if (!intent.isAppliedTo(result)) {
            throw StepFailure.waitForChange("the TenantControlPlane did not take every field: " + some
                    + " (upgrade Kamaji, or clear the fields in the KamajiControlPlane)");
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
