// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.observation.References;
import kamaji.capi.watcher.attention.AttentionQueue;
import kamaji.capi.watcher.external.RemoteListener;
import kamaji.capi.watcher.external.RemoteWatches;
import kamaji.capi.watcher.kind.InfrastructureWatches;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.watcher.kind.SchemaWatch;
import kamaji.capi.watcher.kind.Scope;
import kamaji.capi.watcher.kind.SecretStore;
import kamaji.capi.watcher.kind.Significance;
import kamaji.capi.watcher.kind.TrimmedStore;
import kamaji.capi.watcher.kind.Trimming;
import kamaji.capi.workflows.facts.InfrastructureRef;

/** The watches on all kinds. A change puts the control planes that it matters to into the queue, and does no more. */
final class Caches implements AutoCloseable {
    private static final String BY_DATA_STORE = "dataStore";
    private static final String BY_OWNER = "owner";
    private static final String BY_REMOTE = "remote";
    private static final String BY_INFRASTRUCTURE = "infrastructure";

    private final Keys keys;
    private final AttentionQueue queue;
    private final Scope scope;
    private final KindWatch.Settings settings;
    private final SecretStore published = new SecretStore();
    private final KindWatch<GenericKubernetesResource> controlPlanes;
    private final KindWatch<GenericKubernetesResource> clusters;
    private final KindWatch<GenericKubernetesResource> tenants;
    private final KindWatch<GenericKubernetesResource> dataStores;
    private final KindWatch<Secret> secrets;
    private final InfrastructureWatches infrastructure;
    private final RemoteWatches remotes;
    private final SchemaWatch schema;

    Caches(
            Scope scope,
            Keys keys,
            AttentionQueue queue,
            InfrastructureKinds table,
            ExternalGates gates,
            KindWatch.Settings settings) {
        this.keys = keys;
        this.queue = queue;
        this.scope = scope;
        this.settings = settings;
        schema = new SchemaWatch(scope, settings);
        controlPlanes = new KindWatch<>(
                        KamajiControlPlane.KIND,
                        scope.informer(References.CONTROL_PLANES),
                        new TrimmedStore(Trimming.CONTROL_PLANE),
                        Significance.SETTLED::matters,
                        changed -> queue.put(keys.controlPlane(changed)),
                        deleted -> queue.putGone(keys.controlPlane(deleted)),
                        settings)
                .indexedBy(BY_DATA_STORE, Keys::dataStores)
                .indexedBy(BY_OWNER, Keys::owners)
                .indexedBy(BY_REMOTE, controlPlane -> Keys.remotes(controlPlane, gates));
        remotes = new RemoteWatches(scope.client(), settings, new Remotes());
        clusters = watch(ClusterView.CONTEXT, Trimming.CLUSTER, Significance.SPEC, this::clusterChanged)
                .indexedBy(BY_INFRASTRUCTURE, Keys::infrastructures);
        tenants = watch(
                TenantControlPlaneView.CONTEXT,
                Trimming.TENANT,
                Significance.TENANT,
                changed -> queue.put(keys.tenant(changed)));
        dataStores =
                watch(DataStoreView.CONTEXT, Trimming.BOOKKEEPING, Significance.DATA_STORE, this::dataStoreChanged);
        Consumer<Secret> secretChanged = changed -> keys.secret(changed).ifPresent(queue::put);
        secrets = new KindWatch<>(
                "Secret",
                scope.secrets(Labels.COMPONENT, Labels.COMPONENT_CAPI, Labels.COMPONENT_CA),
                published,
                (before, after) -> true,
                secretChanged,
                secretChanged,
                settings);
        infrastructure = new InfrastructureWatches(
                scope, table, new ServedKinds(scope.client()), settings, this::infrastructureChanged);
    }

    private KindWatch<GenericKubernetesResource> watch(
            ResourceDefinitionContext kind,
            Trimming trimming,
            Significance significance,
            Consumer<GenericKubernetesResource> changed) {
        return new KindWatch<>(
                kind.getKind(),
                scope.informer(kind),
                new TrimmedStore(trimming),
                significance::matters,
                changed,
                changed,
                settings);
    }

    void start() {
        fixed().forEach(KindWatch::start);
    }

    KindWatch<GenericKubernetesResource> controlPlanes() {
        return controlPlanes;
    }

    KindWatch<GenericKubernetesResource> clusters() {
        return clusters;
    }

    KindWatch<GenericKubernetesResource> tenants() {
        return tenants;
    }

    KindWatch<GenericKubernetesResource> dataStores() {
        return dataStores;
    }

    KindWatch<Secret> secrets() {
        return secrets;
    }

    SecretStore published() {
        return published;
    }

    InfrastructureWatches infrastructure() {
        return infrastructure;
    }

    RemoteWatches remotes() {
        return remotes;
    }

    /** Which fields a TenantControlPlane may have. */
    SchemaWatch schema() {
        return schema;
    }

    /** Whether every fixed kind has been listed or has been found to be unavailable, and the first two are listed. */
    boolean settled() {
        return controlPlanes.synced()
                && clusters.synced()
                && fixed().allMatch(watch -> watch.state() != KindState.PENDING);
    }

    /** Every watch that there is. */
    List<KindWatch<?>> all() {
        List<KindWatch<?>> all = new ArrayList<>(fixed().toList());
        for (InfrastructureWatches.Watched watched : infrastructure.all()) {
            KindWatch<?> watch = watched.watch();
            if (watch != null) {
                all.add(watch);
            }
        }
        remotes.all().forEach(all::add);
        schema.all().forEach(all::add);
        return all;
    }

    Stream<KindWatch<?>> fixed() {
        return Stream.of(controlPlanes, clusters, tenants, dataStores, secrets);
    }

    private void clusterChanged(GenericKubernetesResource cluster) {
        keys.namedBy(cluster).ifPresent(queue::put);
        String owner = Keys.owner(
                cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
        controlPlanes.by(BY_OWNER, owner).forEach(owned -> queue.put(keys.controlPlane(owned)));
    }

    private void dataStoreChanged(GenericKubernetesResource dataStore) {
        controlPlanes
                .by(BY_DATA_STORE, dataStore.getMetadata().getName())
                .forEach(user -> queue.put(keys.controlPlane(user)));
    }

    private void infrastructureChanged(InfrastructureRef ref, String namespace) {
        clusters.by(BY_INFRASTRUCTURE, Keys.infrastructure(ref, namespace)).forEach(this::clusterChanged);
    }

    /** From other clusters to the control planes that use them. */
    private final class Remotes implements RemoteListener {
        @Override
        public boolean uses(RemoteCluster cluster) {
            return !users(Keys.remote(cluster)).isEmpty();
        }

        @Override
        public boolean uses(RemoteCluster cluster, String namespace) {
            return !users(Keys.remote(cluster, namespace)).isEmpty();
        }

        @Override
        public void changed(RemoteCluster cluster) {
            users(Keys.remote(cluster)).forEach(user -> queue.put(keys.controlPlane(user)));
        }

        @Override
        public void back(RemoteCluster cluster) {
            users(Keys.remote(cluster)).forEach(user -> queue.putAgain(keys.controlPlane(user), false));
        }

        @Override
        public void tenant(RemoteCluster cluster, GenericKubernetesResource tenant) {
            String key = Keys.remote(
                    cluster,
                    tenant.getMetadata().getNamespace(),
                    tenant.getMetadata().getName());
            users(key).forEach(user -> queue.put(keys.controlPlane(user)));
        }

        @Override
        public void dataStore(RemoteCluster cluster, GenericKubernetesResource dataStore) {
            String name = dataStore.getMetadata().getName();
            users(Keys.remote(cluster)).stream()
                    .filter(user -> Keys.dataStores(user).contains(name))
                    .forEach(user -> queue.put(keys.controlPlane(user)));
        }

        private List<GenericKubernetesResource> users(String key) {
            return controlPlanes.by(BY_REMOTE, key);
        }
    }

    @Override
    public void close() {
        all().forEach(KindWatch::close);
        remotes.close();
    }
}
