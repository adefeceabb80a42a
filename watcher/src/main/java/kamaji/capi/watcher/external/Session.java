// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.watcher.kind.SchemaWatch;
import kamaji.capi.watcher.kind.Scope;
import kamaji.capi.watcher.kind.Significance;
import kamaji.capi.watcher.kind.TrimmedStore;
import kamaji.capi.watcher.kind.Trimming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches on another cluster by one content of its kubeconfig. Changed by one thread. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final RemoteCluster cluster;
    private final String version;
    private final KubernetesClient client;
    private final KindWatch.Settings settings;
    private final RemoteListener listener;
    private final Map<String, TenantsWatch> tenants = new ConcurrentHashMap<>();
    private final SchemaWatch schema;
    private volatile @Nullable KindWatch<GenericKubernetesResource> dataStores;
    private @Nullable ServedSchema told;

    /**
     * No watch yet.
     *
     * @param version of the kubeconfig
     * @param client belongs to the session from now on
     */
    Session(
            RemoteCluster cluster,
            String version,
            KubernetesClient client,
            KindWatch.Settings settings,
            RemoteListener listener) {
        this.cluster = cluster;
        this.version = version;
        this.client = client;
        this.settings = settings;
        this.listener = listener;
        this.schema = new SchemaWatch(new Scope(client, null), settings);
        LOG.info("watches another cluster secret={} url={}", cluster, client.getMasterUrl());
    }

    String version() {
        return version;
    }

    @Nullable
    TenantsWatch tenants(String namespace) {
        return tenants.get(namespace);
    }

    @Nullable
    KindWatch<GenericKubernetesResource> dataStores() {
        return dataStores;
    }

    Stream<KindWatch<?>> all() {
        Stream<KindWatch<?>> known =
                Stream.concat(tenants.values().stream().map(TenantsWatch::watch), Stream.ofNullable(dataStores));
        return Stream.concat(known, schema.all());
    }

    SchemaWatch schema() {
        return schema;
    }

    void advance(Iterable<String> namespaces, boolean stores) {
        for (String namespace : namespaces) {
            tenants.computeIfAbsent(namespace, this::begin).advance();
        }
        schemaToo();
        if (stores && dataStores == null) {
            dataStores = started(
                    DataStoreView.KIND,
                    new Scope(client, null),
                    Trimming.BOOKKEEPING,
                    Significance.DATA_STORE,
                    changed -> listener.dataStore(cluster, changed));
        }
    }

    /** Tells when the fields of a TenantControlPlane have changed. */
    private void schemaToo() {
        schema.advance();
        ServedSchema seen = schema.seen();
        if (!Objects.equals(seen, told)) {
            told = seen;
            listener.changed(cluster);
        }
    }

    /** Ends the watch on a namespace that nobody uses any more. */
    void end(String namespace) {
        TenantsWatch ended = tenants.remove(namespace);
        if (ended != null) {
            ended.watch().close();
        }
    }

    private TenantsWatch begin(String namespace) {
        KindWatch<GenericKubernetesResource> watch = started(
                TenantControlPlaneView.KIND,
                new Scope(client, namespace),
                Trimming.FOREIGN_BOOKKEEPING,
                Significance.TENANT,
                changed -> listener.tenant(cluster, changed));
        return new TenantsWatch(cluster, namespace, watch, settings);
    }

    private KindWatch<GenericKubernetesResource> started(
            String kind,
            Scope scope,
            Trimming trimming,
            Significance significance,
            Consumer<GenericKubernetesResource> changed) {
        KindWatch<GenericKubernetesResource> watch = new KindWatch<>(
                kind,
                scope.informer(
                        kind.equals(DataStoreView.KIND) ? DataStoreView.CONTEXT : TenantControlPlaneView.CONTEXT),
                new TrimmedStore(trimming),
                significance::matters,
                changed,
                changed,
                settings);
        watch.start();
        return watch;
    }

    @Override
    public void close() {
        all().forEach(KindWatch::close);
        client.close();
    }
}
