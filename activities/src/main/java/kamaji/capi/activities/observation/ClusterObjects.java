// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.Upgrade;
import kamaji.capi.workflows.facts.UpgradePlanning;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one cluster, read live or taken from caches, and what they say. Pure: reads no server. Objects are
 * never changed.
 *
 * @param ref names the control plane
 * @param source where the objects come from
 * @param controlPlane the KamajiControlPlane, null when it is gone
 * @param cluster the Cluster that {@link References#clusterName} names, null when there is none
 * @param tenant the TenantControlPlane of the control plane's namespace and name, or the one that {@code external} names;
 *     null when there is none or it is not known
 * @param dataStore the DataStore that {@link References#dataStoreName} names, null when there is none
 * @param infrastructure what {@link References#infrastructure} names, null when it names none or is to be left alone
 * @param kubeconfig the Secret {@link References#kubeconfigSecret}, null when there is none
 * @param certificateAuthority the Secret {@link References#certificateAuthoritySecret}, null when there is none
 * @param unavailable kinds that cannot be read; those that this cluster does not need are ignored
 * @param workers whether worker Machines of the Cluster exist; false where that was not looked at
 * @param upgradeVersions versions for the minors that an upgrade passes through, as the provider's options name them
 * @param external where the TenantControlPlane is expected, null when that is this cluster
 * @param schema which fields a TenantControlPlane may have there; null where that is not known, or of no matter because
 *     {@link #lacksFields} is false
 */
public record ClusterObjects(
        ClusterRef ref,
        Source source,
        @Nullable GenericKubernetesResource controlPlane,
        @Nullable GenericKubernetesResource cluster,
        @Nullable GenericKubernetesResource tenant,
        @Nullable GenericKubernetesResource dataStore,
        @Nullable ObservedInfrastructure infrastructure,
        @Nullable PublishedSecret kubeconfig,
        @Nullable PublishedSecret certificateAuthority,
        List<UnavailableKind> unavailable,
        boolean workers,
        List<String> upgradeVersions,
        @Nullable ObservedExternal external,
        @Nullable ServedSchema schema) {

    /** Where objects come from. */
    public enum Source {
        /** Read by name: all that exists is seen. */
        LIVE,
        /** From caches that hold Secrets with certain labels only: Kamaji's own CA Secret is trusted where it is not seen. */
        CACHES
    }

    /** Nothing but the KamajiControlPlane, to be completed by the {@code with…} methods. */
    public static ClusterObjects of(ClusterRef ref, Source source, @Nullable GenericKubernetesResource controlPlane) {
        return new ClusterObjects(
                ref, source, controlPlane, null, null, null, null, null, null, List.of(), false, List.of(), null, null);
    }

    public ClusterObjects {
        unavailable = List.copyOf(unavailable);
        upgradeVersions = List.copyOf(upgradeVersions);
    }

    public ClusterObjects withControlPlane(@Nullable GenericKubernetesResource changed) {
        return with(changes -> {
            changes.controlPlane = changed;
            changes.external = external == null || changed == null ? external : external.after(changed);
        });
    }

    public ClusterObjects withCluster(@Nullable GenericKubernetesResource changed) {
        return with(changes -> changes.cluster = changed);
    }

    public ClusterObjects withTenant(@Nullable GenericKubernetesResource changed) {
        return with(changes -> changes.tenant = changed);
    }

    public ClusterObjects withDataStore(@Nullable GenericKubernetesResource changed) {
        return with(changes -> changes.dataStore = changed);
    }

    public ClusterObjects withInfrastructure(@Nullable ObservedInfrastructure changed) {
        return with(changes -> changes.infrastructure = changed);
    }

    public ClusterObjects withSecrets(@Nullable PublishedSecret ofKubeconfig, @Nullable PublishedSecret ofAuthority) {
        return with(changes -> {
            changes.kubeconfig = ofKubeconfig;
            changes.certificateAuthority = ofAuthority;
        });
    }

    public ClusterObjects withUnavailable(List<UnavailableKind> kinds) {
        return with(changes -> changes.unavailable = kinds);
    }

    public ClusterObjects withWorkers(boolean exist) {
        return with(changes -> changes.workers = exist);
    }

    public ClusterObjects withUpgradeVersions(List<String> versions) {
        return with(changes -> changes.upgradeVersions = versions);
    }

    public ClusterObjects withExternal(@Nullable ObservedExternal expected) {
        return with(changes -> changes.external = expected);
    }

    public ClusterObjects withSchema(@Nullable ServedSchema served) {
        return with(changes -> changes.schema = served);
    }

    private ClusterObjects with(Consumer<Changes> change) {
        Changes changes = new Changes(this);
        change.accept(changes);
        return changes.objects();
    }

    /** A copy that can be written to: the only place that repeats the components. */
    private static final class Changes {
        private final ClusterObjects before;
        private @Nullable GenericKubernetesResource controlPlane;
        private @Nullable GenericKubernetesResource cluster;
        private @Nullable GenericKubernetesResource tenant;
        private @Nullable GenericKubernetesResource dataStore;
        private @Nullable ObservedInfrastructure infrastructure;
        private @Nullable PublishedSecret kubeconfig;
        private @Nullable PublishedSecret certificateAuthority;
        private List<UnavailableKind> unavailable;
        private boolean workers;
        private List<String> upgradeVersions;
        private @Nullable ObservedExternal external;
        private @Nullable ServedSchema schema;

        Changes(ClusterObjects before) {
            this.before = before;
            controlPlane = before.controlPlane;
            cluster = before.cluster;
            tenant = before.tenant;
            dataStore = before.dataStore;
            infrastructure = before.infrastructure;
            kubeconfig = before.kubeconfig;
            certificateAuthority = before.certificateAuthority;
            unavailable = before.unavailable;
            workers = before.workers;
            upgradeVersions = before.upgradeVersions;
            external = before.external;
            schema = before.schema;
        }

        ClusterObjects objects() {
            return new ClusterObjects(
                    before.ref,
                    before.source,
                    controlPlane,
                    cluster,
                    tenant,
                    dataStore,
                    infrastructure,
                    kubeconfig,
                    certificateAuthority,
                    unavailable,
                    workers,
                    upgradeVersions,
                    external,
                    schema);
        }
    }

    /** Everything that is known about the cluster. */
    public Facts facts() {
        if (controlPlane == null) {
            return Facts.GONE;
        }
        ControlPlaneFacts reading = reading();
        TenantControlPlane tenantFacts = tenantFacts(reading);
        return new Facts(
                reading.facts(),
                clusterFacts(),
                tenantFacts,
                dataStoreFacts(),
                infrastructureFacts(),
                credentials(tenantFacts),
                missing(),
                ending(),
                externalFacts());
    }

    /**
     * The facts of the control plane.
     *
     * @throws IllegalStateException when it is gone
     */
    public ControlPlane controlPlaneFacts() {
        return reading().facts();
    }

    /** The facts of the owning Cluster, null when it is not known. */
    public @Nullable OwningCluster clusterFacts() {
        if (cluster == null) {
            return null;
        }
        ClusterView view = new ClusterView(cluster);
        return new OwningCluster(
                view.name(),
                view.uid(),
                view.paused(),
                Endpoint.of(
                                view.controlPlaneEndpoint().host(),
                                view.controlPlaneEndpoint().port())
                        .orElse(null),
                infrastructureRef().orElse(null));
    }

    /** The facts of the TenantControlPlane, null when there is none. */
    public @Nullable TenantControlPlane tenantFacts() {
        return controlPlane == null ? null : tenantFacts(reading());
    }

    private @Nullable TenantControlPlane tenantFacts(ControlPlaneFacts reading) {
        if (tenant == null || controlPlane == null) {
            return null;
        }
        TenantControlPlaneIntent intent = reading.intentIfValid();
        Upgrade upgrade = upgrade(reading, tenant);
        TenantControlPlaneIntent wanted = intent == null ? null : refined(intent, tenant, upgrade);
        boolean untouched = isUntouched(reading, upgrade);
        Deviations deviations = Deviations.NONE;
        if (untouched) {
            deviations = new Deviations(reading.corrections(wanted, tenant), List.of(), List.of());
        } else if (wanted != null) {
            deviations = wanted.deviations(tenant);
        }
        return TenantFacts.of(
                tenant,
                Belonging.of(tenant, controlPlane.getMetadata().getUid(), place()),
                untouched || (wanted != null && isApplied(wanted, tenant)),
                upgrade,
                deviations,
                reading.exposed());
    }

    /** Whether a TenantControlPlane carries all of an intent that it can. */
    public boolean isApplied(TenantControlPlaneIntent intent, GenericKubernetesResource found) {
        return intent.isAppliedTo(found)
                && intent.servedMeanwhile(found, schema).isEmpty();
    }

    /** Whether the TenantControlPlane lacks a field that is asked for, since it was not served. */
    public boolean lacksFields() {
        TenantControlPlane facts =
                tenant != null && TenantControlPlaneIntent.lacksFields(tenant) ? tenantFacts() : null;
        return facts != null && !facts.deviations().notServed().isEmpty();
    }

    /**
     * What is asked for, as a hash, when the TenantControlPlane stays as it is until something else is; null when it is
     * to be applied.
     */
    public @Nullable String untouched() {
        ControlPlaneFacts reading = reading();
        return tenant != null && isUntouched(reading, upgrade(reading, tenant)) ? reading.inputs() : null;
    }

    private static boolean isUntouched(ControlPlaneFacts reading, @Nullable Upgrade upgrade) {
        return reading.untouched() && (upgrade == null || upgrade.written());
    }

    /** The other cluster that runs the TenantControlPlane, null when it is this one. */
    public @Nullable ExternalCluster externalFacts() {
        return external == null ? null : external.facts(tenant != null);
    }

    /** What matters of the deletion, null while there is none. */
    public @Nullable Ending ending() {
        return controlPlane == null || !controlPlane.isMarkedForDeletion()
                ? null
                : EndingFacts.of(controlPlane, tenant, workers, problem(Machines.KIND));
    }

    /** The facts of the infrastructure cluster, null when the Cluster names none or it is to be left alone. */
    public @Nullable InfrastructureCluster infrastructureFacts() {
        return infrastructure == null ? null : infrastructure.facts();
    }

    /** The state of the published Secrets. */
    public Credentials credentials() {
        return credentials(tenantFacts());
    }

    /** Before anything has run, Secrets decide nothing and are not looked at. */
    public static boolean needsCredentials(
            GenericKubernetesResource controlPlane, @Nullable GenericKubernetesResource tenant) {
        return LiveStatus.of(controlPlane).initialized()
                || (tenant != null
                        && (new TenantControlPlaneView(tenant).readyReplicas() > 0
                                || "Sleeping".equals(new TenantControlPlaneView(tenant).phase())));
    }

    private Credentials credentials(@Nullable TenantControlPlane tenantFacts) {
        if (controlPlane == null || cluster == null || !needsCredentials(controlPlane, tenant)) {
            return Credentials.NONE;
        }
        String clusterName = cluster.getMetadata().getName();
        return new CredentialFacts(controlPlane, clusterName, tenantFacts, source == Source.LIVE, external != null)
                .of(kubeconfig, certificateAuthority);
    }

    /**
     * What the TenantControlPlane should carry, with what it can no longer be rid of; null while the owning Cluster is
     * not known.
     *
     * @throws InvalidSpecException when the spec cannot be mapped
     */
    public @Nullable TenantControlPlaneIntent intent() {
        ControlPlaneFacts reading = reading();
        TenantControlPlaneIntent intent = reading.intent();
        return intent == null || tenant == null ? intent : refined(intent, tenant, upgrade(reading, tenant));
    }

    /** The intent for a TenantControlPlane that exists: with what stays, and at the hop of an upgrade. */
    private static TenantControlPlaneIntent refined(
            TenantControlPlaneIntent intent, GenericKubernetesResource tenant, @Nullable Upgrade upgrade) {
        TenantControlPlaneIntent kept = intent.keepingWhatCannotBeUnset(tenant);
        return upgrade == null ? kept : kept.atVersion(upgrade.carries());
    }

    private @Nullable Upgrade upgrade(ControlPlaneFacts reading, GenericKubernetesResource tenant) {
        TenantControlPlaneView view = new TenantControlPlaneView(tenant);
        ControlPlane wanted = reading.facts();
        return new UpgradePlanning(
                        wanted.version(),
                        view.version(),
                        view.wantedVersion(),
                        TenantFacts.steady(tenant),
                        upgradeVersions,
                        wanted.upgrade())
                .upgrade()
                .orElse(null);
    }

    /** The infrastructure cluster that the Cluster names. */
    public Optional<InfrastructureRef> infrastructureRef() {
        return Optional.ofNullable(cluster).flatMap(References::infrastructure);
    }

    private @Nullable ExternalTenant place() {
        return external == null ? null : external.place();
    }

    private ControlPlaneFacts reading() {
        if (controlPlane == null) {
            throw new IllegalStateException("KamajiControlPlane " + ref + " is gone");
        }
        return new ControlPlaneFacts(controlPlane, cluster, tenant, place(), unavailable);
    }

    private @Nullable DataStore dataStoreFacts() {
        if (controlPlane == null
                || References.dataStoreName(controlPlane).isEmpty()
                || problem(DataStoreView.KIND) != null) {
            return null;
        }
        if (dataStore == null) {
            return new DataStore(false, null, null);
        }
        DataStoreView view = new DataStoreView(dataStore);
        return new DataStore(true, view.ready(), view.validationMessage());
    }

    private List<String> missing() {
        boolean namesStore =
                controlPlane != null && References.dataStoreName(controlPlane).isPresent();
        return unavailable.stream()
                .filter(kind -> kind.kind().equals(TenantControlPlaneView.KIND)
                        || (namesStore && kind.kind().equals(DataStoreView.KIND)))
                .map(UnavailableKind::message)
                .sorted()
                .toList();
    }

    private @Nullable String problem(String kind) {
        UnavailableKind found = UnavailableKind.find(unavailable, kind);
        return found == null ? null : found.message();
    }
}
