// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/** Observes and decides as the provider does, and lets the API server try the TenantControlPlane out. Writes nothing. */
final class Planning {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Of an instance nobody has: nothing of it is written anywhere. */
    private static final String NO_INSTANCE = "plan";

    /** The user's own permissions say whether a kubeconfig may be read. */
    static final ExternalGates FOLLOWED = new ExternalGates(true, true);

    private final KubernetesAccess kubernetes;
    private final LiveObjects live;

    /** @param upgradeVersions as the provider was given them */
    Planning(KubernetesAccess kubernetes, List<String> upgradeVersions) {
        this.kubernetes = kubernetes;
        this.live = new LiveObjects(
                new KubernetesApi(kubernetes.client()),
                new ServedKinds(kubernetes.client()),
                InfrastructureKinds.builtIn(),
                upgradeVersions,
                FOLLOWED);
    }

    /** The plan; empty when there is no such control plane. */
    Optional<Plan> of(String name) {
        ClusterRef ref = new ClusterRef(NO_INSTANCE, kubernetes.namespace(), name);
        ClusterObjects objects = kubernetes.ask("read the objects of " + name, () -> live.all(ref));
        if (objects.controlPlane() == null) {
            return Optional.empty();
        }
        Facts facts = objects.facts();
        Decision decision = Decisions.decide(ref, facts, RunState.NONE);
        return Optional.of(plan(ref, facts, decision, tried(facts, objects)));
    }

    /** What the API server answered to the TenantControlPlane, or why it was not asked. */
    private record Tried(Plan.Tenant tenant, @Nullable String refusal, List<TreeDifference.Change> changes) {
        static final Tried NOT = new Tried(Plan.Tenant.UNKNOWN, null, List.of());
        static final Tried SAME = new Tried(Plan.Tenant.UNCHANGED, null, List.of());
    }

    private static Plan plan(ClusterRef ref, Facts facts, Decision decision, Tried tried) {
        TenantControlPlane tenant = facts.tenant();
        String upgrade =
                tenant == null || tenant.upgrade() == null || tenant.upgrade().plan() == null
                        ? null
                        : tenant.upgrade().plan().describe();
        String cause = decision.outcome().cause();
        return new Plan(
                ref.namespace(),
                ref.name(),
                decision.outcome().kind().text(),
                cause.isEmpty() ? null : cause,
                decision.due().stream().map(Step::activity).toList(),
                upgrade,
                tried.tenant(),
                tried.refusal(),
                tried.changes());
    }

    private Tried tried(Facts facts, ClusterObjects objects) {
        boolean deleting = facts.controlPlane() != null && facts.controlPlane().deleting();
        GenericKubernetesResource existing = objects.tenant();
        boolean outOfSight = facts.external() != null && !facts.external().known();
        if (deleting || outOfSight || (facts.tenant() != null && facts.tenant().foreign() != null)) {
            return Tried.NOT;
        }
        try {
            TenantControlPlaneIntent intent = objects.intent();
            if (intent == null) {
                return Tried.NOT;
            }
            return existing != null && objects.isApplied(intent, existing)
                    ? Tried.SAME
                    : tried(live.host(objects), intent, existing);
        } catch (InvalidSpecException invalid) {
            return new Tried(Plan.Tenant.UNKNOWN, invalid.getMessage(), List.of());
        }
    }

    private static Tried tried(
            KubernetesApi host, TenantControlPlaneIntent intent, @Nullable GenericKubernetesResource existing) {
        Plan.Tenant kind = existing == null ? Plan.Tenant.CREATED : Plan.Tenant.CHANGED;
        try {
            GenericKubernetesResource result = apply(
                    host,
                    intent,
                    existing == null ? null : existing.getMetadata().getUid());
            Map<String, Object> before = existing == null ? Map.of() : MAPPER.convertValue(existing, OBJECT);
            List<TreeDifference.Change> changes = TreeDifference.between(before, MAPPER.convertValue(result, OBJECT));
            return changes.isEmpty() ? Tried.SAME : new Tried(kind, null, changes);
        } catch (StepFailure refused) {
            if (refused.httpCode() == 0 || refused.httpCode() == 401) {
                throw refused;
            }
            String message = refused.httpCode() == 403 && refused.message().contains("the provider may not")
                    ? "your user may not patch" + (existing == null ? " and create" : "")
                            + " tenantcontrolplanes.kamaji.clastix.io, which even a dry run needs (403)"
                    : refused.message();
            return new Tried(Plan.Tenant.UNKNOWN, message, List.of());
        }
    }

    private static GenericKubernetesResource apply(
            KubernetesApi host, TenantControlPlaneIntent intent, @Nullable String uid) {
        GenericKubernetesResource wanted = intent.toResource();
        wanted.getMetadata().setUid(uid);
        return host.tryOut(
                TenantControlPlaneView.CONTEXT,
                wanted,
                refusal -> intent.withoutUndeclared(refusal).map(known -> apply(host, known, uid)));
    }
}
