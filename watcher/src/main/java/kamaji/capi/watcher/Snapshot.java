// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.watcher.kind.InfrastructureWatches;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;

/** The objects of one control plane as the caches have them at one moment. */
final class Snapshot {
    private final ClusterRef ref;
    private final Caches caches;
    private final ForeignSecrets foreign;
    private final GenericKubernetesResource controlPlane;
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
            List<String> upgradeVersions) {
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
        GenericKubernetesResource tenant = read(caches.tenants(), ref.namespace(), ref.name());
        GenericKubernetesResource dataStore = References.dataStoreName(controlPlane)
                .map(name -> read(caches.dataStores(), null, name))
                .orElse(null);
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
                .withTenant(tenant)
                .withDataStore(dataStore)
                .withInfrastructure(infrastructure)
                .withUpgradeVersions(upgradeVersions);
        if (cluster != null) {
            String name = cluster.getMetadata().getName();
            found = found.withSecrets(kubeconfig(name, tenant), published(References.certificateAuthoritySecret(name)));
        }
        return Optional.of(found.withUnavailable(unavailable));
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
