// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.ObservedExternal;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.watcher.external.RemoteWatch;
import kamaji.capi.watcher.kind.InfrastructureWatches;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.watcher.kind.SchemaWatch;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;

/** The objects of one control plane as the caches have them at one moment. */
final class Snapshot {
    private final ClusterRef ref;
    private final Caches caches;
    private final ForeignSecrets foreign;
    private final GenericKubernetesResource controlPlane;
    private final ExternalGates gates;
    private final List<String> upgradeVersions;
    private final List<UnavailableKind> unavailable = new ArrayList<>();
    private boolean pending;

    /**
     * What the caches have now.
     *
     * @param foreign looks up Secrets that the caches do not hold
     */
    Snapshot(
            ClusterRef ref,
            GenericKubernetesResource controlPlane,
            Caches caches,
            ForeignSecrets foreign,
            ExternalGates gates,
            List<String> upgradeVersions) {
        this.gates = gates;
        this.ref = ref;
        this.controlPlane = controlPlane;
        this.caches = caches;
        this.foreign = foreign;
        this.upgradeVersions = upgradeVersions;
    }

    /** All objects; empty while a kind that is needed has not been listed. */
    Optional<ClusterObjects> objects() {
        GenericKubernetesResource cluster = References.clusterName(controlPlane)
                .map(name -> read(caches.clusters(), ref.namespace(), name))
                .orElse(null);
        Hosted hosted = hosted();
        ObservedInfrastructure infrastructure = Optional.ofNullable(cluster)
                .flatMap(References::infrastructure)
                .flatMap(this::infrastructure)
                .orElse(null);
        look(caches.secrets().state(), caches.secrets().unavailable());
        if (pending) {
            return Optional.empty();
        }
        ClusterObjects found = ClusterObjects.of(ref, ClusterObjects.Source.CACHES, controlPlane)
                .withCluster(cluster)
                .withExternal(hosted.external())
                .withTenant(hosted.tenant())
                .withSchema(hosted.schema())
                .withDataStore(hosted.dataStore())
                .withInfrastructure(infrastructure)
                .withUpgradeVersions(upgradeVersions);
        if (cluster != null) {
            String name = cluster.getMetadata().getName();
            found = found.withSecrets(
                    kubeconfig(name, hosted.tenant()), published(References.certificateAuthoritySecret(name)));
        }
        return Optional.of(found.withUnavailable(unavailable));
    }

    /** What the cluster has that runs the TenantControlPlane. */
    private record Hosted(
            @Nullable ObservedExternal external,
            @Nullable GenericKubernetesResource tenant,
            @Nullable GenericKubernetesResource dataStore,
            @Nullable ServedSchema schema) {}

    private Hosted hosted() {
        String store = References.dataStoreName(controlPlane).orElse(null);
        ObservedExternal external = ObservedExternal.expected(controlPlane, gates, this::local);
        if (external == null) {
            GenericKubernetesResource tenant = read(caches.tenants(), ref.namespace(), ref.name());
            return new Hosted(
                    null,
                    tenant,
                    store == null ? null : read(caches.dataStores(), null, store),
                    schema(tenant, caches.schema()));
        }
        RemoteCluster cluster = external.cluster();
        return cluster == null ? new Hosted(external, null, null, null) : elsewhere(external, cluster, store);
    }

    /** Another cluster needs no Kamaji here: a kind that is missing here does not matter. */
    private @Nullable GenericKubernetesResource local() {
        pending |= caches.tenants().state() == KindState.PENDING;
        return caches.tenants().state() == KindState.LISTED ? caches.tenants().get(ref.namespace(), ref.name()) : null;
    }

    private Hosted elsewhere(ObservedExternal external, RemoteCluster cluster, @Nullable String store) {
        RemoteWatch.Seen seen =
                caches.remotes().on(cluster).look(external.place().namespace(), store != null);
        pending |= seen.pending();
        RemoteProblem problem = seen.problem();
        if (problem != null) {
            return new Hosted(external.with(problem), null, null, null);
        }
        GenericKubernetesResource tenant = seen.tenants() == null
                ? null
                : seen.tenants()
                        .get(external.place().namespace(), external.place().name());
        return new Hosted(
                external,
                tenant,
                store == null ? null : store(seen.dataStores(), cluster, store),
                seen.schema() == null ? null : schema(tenant, seen.schema()));
    }

    private static @Nullable ServedSchema schema(@Nullable GenericKubernetesResource tenant, SchemaWatch served) {
        return tenant != null && TenantControlPlaneIntent.lacksFields(tenant) ? served.wanted() : null;
    }

    private @Nullable GenericKubernetesResource store(
            @Nullable KindWatch<GenericKubernetesResource> stores, RemoteCluster cluster, String name) {
        if (stores != null && stores.unavailable() != null) {
            unavailable.add(UnavailableKind.elsewhere(DataStoreView.KIND, cluster));
        }
        return stores == null || stores.state() != KindState.LISTED ? null : stores.get(null, name);
    }

    private @Nullable GenericKubernetesResource read(
            KindWatch<GenericKubernetesResource> kind, @Nullable String namespace, String name) {
        look(kind.state(), kind.unavailable());
        return kind.state() == KindState.LISTED ? kind.get(namespace, name) : null;
    }

    /** Kinds that the provider does nothing with are not watched: it has no permission for them. */
    private Optional<ObservedInfrastructure> infrastructure(InfrastructureRef named) {
        InfrastructureKinds table = caches.infrastructure().table();
        if (!table.inUse()) {
            return Optional.empty();
        }
        if (!table.knows(named)) {
            return Optional.of(ObservedInfrastructure.unsupported(named, table));
        }
        InfrastructureWatches.Watched kind = caches.infrastructure().on(named);
        UnavailableKind refused = kind.unavailable();
        if (refused != null) {
            return Optional.of(ObservedInfrastructure.unavailable(named, table, refused.message()));
        }
        ServedInfrastructure served = kind.served();
        if (kind.state() != KindState.LISTED || served == null) {
            pending = true;
            return Optional.empty();
        }
        return Optional.of(ObservedInfrastructure.of(served, kind.get(ref.namespace(), named.name())));
    }

    private void look(KindState state, @Nullable UnavailableKind refused) {
        pending |= state == KindState.PENDING;
        if (refused != null) {
            unavailable.add(refused);
        }
    }

    /**
     * A kubeconfig that a person made lacks the label by which Secrets are watched. So what is missing although the
     * cluster has settled with it is looked up, which is rare.
     */
    private @Nullable PublishedSecret kubeconfig(String clusterName, @Nullable GenericKubernetesResource tenant) {
        String name = References.kubeconfigSecret(clusterName);
        PublishedSecret cached = published(name);
        boolean looksSettled =
                LiveStatus.of(controlPlane).settled() != null && ClusterObjects.needsCredentials(controlPlane, tenant);
        return cached == null && looksSettled ? foreign.find(ref.namespace(), name) : cached;
    }

    private @Nullable PublishedSecret published(String name) {
        return caches.published().published(ref.namespace(), name);
    }
}
