// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.tenantcontrolplane.Exposure;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;
import kamaji.capi.activities.tenantcontrolplane.MappingInputs;
import kamaji.capi.activities.tenantcontrolplane.NodePorts;
import kamaji.capi.activities.tenantcontrolplane.Placement;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.status.ConditionType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of a KamajiControlPlane. Only its metadata has to make sense: what the spec has wrong becomes a fact.
 */
final class ControlPlaneFacts {
    private static final int DEFAULT_REPLICAS = 2;

    private final GenericKubernetesResource live;
    private final @Nullable GenericKubernetesResource cluster;
    private final @Nullable GenericKubernetesResource tenant;
    private final @Nullable ExternalTenant external;
    private final List<UnavailableKind> unavailable;
    private final @Nullable TenantControlPlaneIntent intent;
    private final @Nullable InvalidSpecException invalid;
    private final @Nullable String inputs;
    private final boolean untouched;
    private final @Nullable Endpoint exposed;
    private final @Nullable String addressHint;

    /** The intent is the dearest part of all facts: it is made once. */
    ControlPlaneFacts(
            GenericKubernetesResource live,
            @Nullable GenericKubernetesResource cluster,
            @Nullable GenericKubernetesResource tenant,
            @Nullable ExternalTenant external,
            List<UnavailableKind> unavailable) {
        this.live = live;
        this.cluster = cluster;
        this.external = external;
        this.tenant = ours(live, tenant, external);
        this.unavailable = unavailable;
        TenantControlPlaneIntent made = null;
        InvalidSpecException refused = null;
        String asked = null;
        Endpoint behind = null;
        String hint = null;
        try {
            KamajiControlPlane decoded = SpecDecoding.decode(live);
            behind = Exposure.of(decoded.getSpec().network()).orElse(null);
            if (cluster != null) {
                hint = NodePorts.hint(decoded.getSpec(), new ClusterView(cluster))
                        .orElse(null);
                asked = MappingInputs.hash(decoded, new ClusterView(cluster));
                made = TenantControlPlaneIntent.of(decoded, new ClusterView(cluster), this.tenant, placement());
            }
        } catch (InvalidSpecException e) {
            refused = e;
        }
        this.intent = made;
        this.invalid = refused;
        this.inputs = asked;
        this.exposed = behind;
        this.addressHint = hint;
        this.untouched = asked != null && this.tenant != null && Untouched.is(live, this.tenant, asked);
    }

    /** What belongs to someone else, or goes away, is no measure of what can be changed. */
    private static @Nullable GenericKubernetesResource ours(
            GenericKubernetesResource live,
            @Nullable GenericKubernetesResource tenant,
            @Nullable ExternalTenant external) {
        return tenant != null
                        && !tenant.isMarkedForDeletion()
                        && Belonging.of(tenant, live.getMetadata().getUid(), external)
                                        .foreign()
                                == null
                ? tenant
                : null;
    }

    private @Nullable Placement placement() {
        return external == null
                ? null
                : new Placement(
                        external.namespace(),
                        external.name(),
                        external.controlPlane().text());
    }

    /** Whether it is held as it has to be; while it goes away, whether it is held at all. */
    private boolean held() {
        List<String> finalizers = live.getMetadata().getFinalizers();
        if (live.isMarkedForDeletion()) {
            return Finalizers.ALL.stream().anyMatch(finalizers::contains);
        }
        return finalizers.contains(Finalizers.CONTROL_PLANE)
                && (external == null
                        ? blocksMoves()
                        : finalizers.contains(Finalizers.EXTERNAL_CLUSTER)
                                && external.cluster() != null
                                && external.isConfirmed());
    }

    /**
     * Whether clusterctl is kept from a move that would destroy the TenantControlPlane. Somebody may have removed the
     * annotation; on a control plane that is left as it was found it is written with the first change.
     */
    private boolean blocksMoves() {
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        return tenant == null || untouched || (annotations != null && annotations.containsKey(Annotations.BLOCK_MOVE));
    }

    ControlPlane facts() {
        LiveStatus status = LiveStatus.of(live);
        Map<String, String> annotations =
                Objects.requireNonNullElse(live.getMetadata().getAnnotations(), Map.of());
        return new ControlPlane(
                live.getMetadata().getUid(),
                live.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(live.getMetadata().getGeneration(), 0L),
                live.isMarkedForDeletion(),
                held(),
                annotations.containsKey(Annotations.PAUSED),
                annotations.get(Annotations.RECONCILE_REQUESTED_AT),
                ownerProblem(),
                invalid(),
                version(),
                spec().get("replicas") instanceof Number replicas ? replicas.intValue() : DEFAULT_REPLICAS,
                References.dataStoreName(live).orElse(null),
                endpoint(),
                EndpointOwner.isSomeoneElse(live),
                status.initialized() || restored(),
                status.condition(ConditionType.ACCESS_VERIFIED),
                status.report().hash(),
                status.upgrade(),
                status.settled(),
                addressHint);
    }

    /**
     * Whether a status that was lost had said initialised: what Cluster API has latched is of this control plane when its
     * endpoint is still in the spec and its TenantControlPlane has run.
     */
    private boolean restored() {
        return cluster != null
                && tenant != null
                && endpoint() != null
                && new ClusterView(cluster).controlPlaneInitialized()
                && new TenantControlPlaneView(tenant).version() != null;
    }

    /**
     * What the TenantControlPlane should carry; null while the owning Cluster is not known.
     *
     * @throws InvalidSpecException when the spec cannot be mapped
     */
    @Nullable
    TenantControlPlaneIntent intent() {
        if (invalid != null) {
            throw invalid;
        }
        return intent;
    }

    /** As {@link #intent}, null also when the spec cannot be mapped, which is told as {@code ControlPlane.invalid}. */
    @Nullable
    TenantControlPlaneIntent intentIfValid() {
        return intent;
    }

    /** Whether the TenantControlPlane may stay as it is, since nobody has asked for a change. */
    boolean untouched() {
        return untouched;
    }

    /** Where clients reach the API server, when that is not where its Service is. */
    @Nullable
    Endpoint exposed() {
        return exposed;
    }

    /** Hash of what is asked for, null while that is not known. */
    @Nullable
    String inputs() {
        return inputs;
    }

    /** What of an untouched TenantControlPlane would be changed, also by a value that no longer passes. */
    List<String> corrections(@Nullable TenantControlPlaneIntent wanted, GenericKubernetesResource found) {
        if (invalid != null) {
            return List.of(Objects.requireNonNull(invalid.getMessage()));
        }
        return wanted == null || wanted.isAppliedTo(found) ? List.of() : wanted.corrections(found);
    }

    /** What runs and was not touched is not refused afterwards. */
    private @Nullable String invalid() {
        return invalid == null || untouched ? null : invalid.getMessage();
    }

    private @Nullable String ownerProblem() {
        List<String> owners = References.clusterNames(live);
        if (owners.isEmpty()) {
            return "no owning Cluster yet: metadata.ownerReferences names none" + otherOwners()
                    + "; create a Cluster whose" + " spec.controlPlaneRef names this KamajiControlPlane";
        }
        if (owners.size() > 1) {
            return "metadata.ownerReferences names several Clusters (" + String.join(", ", owners)
                    + "): keep the one whose spec.controlPlaneRef names this KamajiControlPlane";
        }
        if (cluster != null) {
            return referenceProblem(new ClusterView(cluster));
        }
        UnavailableKind clusters = UnavailableKind.find(unavailable, ClusterView.KIND);
        return clusters != null
                ? clusters.message()
                : "Cluster " + live.getMetadata().getNamespace() + "/" + owners.get(0)
                        + " does not exist: create it, or correct metadata.ownerReferences";
    }

    /** Two control planes of one Cluster would write the same Secrets and the same endpoint. */
    private @Nullable String referenceProblem(ClusterView owner) {
        String named = owner.controlPlaneName();
        return named == null || named.equals(live.getMetadata().getName())
                ? null
                : "spec.controlPlaneRef of Cluster " + owner.namespace() + "/" + owner.name() + " names " + named
                        + ", not this KamajiControlPlane: correct it, or metadata.ownerReferences";
    }

    private String otherOwners() {
        String others = live.getMetadata().getOwnerReferences().stream()
                .map(owner -> owner.getKind() + " " + owner.getName() + " of " + owner.getApiVersion())
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : ", only " + others;
    }

    private String version() {
        if (!(spec().get("version") instanceof String version) || version.isEmpty()) {
            return "";
        }
        return version.startsWith("v") ? version : "v" + version;
    }

    private @Nullable Endpoint endpoint() {
        if (!(spec().get("controlPlaneEndpoint") instanceof Map<?, ?> endpoint)) {
            return null;
        }
        return Endpoint.of(
                        endpoint.get("host") instanceof String host ? host : null,
                        endpoint.get("port") instanceof Number port ? Integer.valueOf(port.intValue()) : null)
                .orElse(null);
    }

    private Map<?, ?> spec() {
        return live.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec ? spec : Map.of();
    }
}
