// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteKubeconfig;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.external.RemoteUnusableException;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import kamaji.capi.watcher.kind.SchemaWatch;
import org.jspecify.annotations.Nullable;

/**
 * One other cluster: follows the Secret with its kubeconfig, and by its content TenantControlPlanes and DataStores. Asked
 * by many threads, moved on by one, none of which it holds up.
 */
public final class RemoteWatch implements AutoCloseable {
    private final RemoteCluster cluster;
    private final KindWatch.Settings settings;
    private final RemoteListener listener;
    private final KindWatch<Secret> secret;
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private volatile boolean stores;
    private volatile @Nullable Session session;
    private volatile @Nullable RemoteProblem unusable;
    private @Nullable String readVersion;
    private volatile boolean read;

    RemoteWatch(
            RemoteCluster cluster, KubernetesClient management, KindWatch.Settings settings, RemoteListener listener) {
        this.cluster = cluster;
        this.settings = settings;
        this.listener = listener;
        this.secret = new KindWatch<>(
                "Secret",
                management
                        .secrets()
                        .inNamespace(cluster.secretNamespace())
                        .withName(cluster.secretName())
                        .runnableInformer(0),
                new BasicItemStore<>(Cache::metaNamespaceKeyFunc),
                (before, after) -> true,
                changed -> settings.stateChanged().run(),
                gone -> settings.stateChanged().run(),
                settings);
        secret.start();
    }

    /**
     * What is known of one namespace.
     *
     * @param pending whether nothing is known yet
     * @param problem why nothing can be known, null when it is
     * @param tenants the TenantControlPlanes, null unless they are known
     * @param dataStores the DataStores of the cluster, null unless asked for and begun
     * @param schema which fields a TenantControlPlane may have there, null unless those are known
     */
    public record Seen(
            boolean pending,
            @Nullable RemoteProblem problem,
            @Nullable KindWatch<GenericKubernetesResource> tenants,
            @Nullable KindWatch<GenericKubernetesResource> dataStores,
            @Nullable SchemaWatch schema) {
        static Seen without(boolean pending, @Nullable RemoteProblem problem) {
            return new Seen(pending, problem, null, null, null);
        }
    }

    /** Looks at a namespace, which is watched from now on. */
    public Seen look(String namespace, boolean withStores) {
        boolean storesToo = withStores && !stores;
        stores |= withStores;
        if (namespaces.add(namespace) || storesToo) {
            settings.stateChanged().run();
        }
        return seen(namespace, withStores);
    }

    private Seen seen(String namespace, boolean withStores) {
        RemoteProblem problem = unusable;
        Session current = session;
        if (problem != null) {
            return Seen.without(false, problem);
        }
        TenantsWatch tenants = current == null ? null : current.tenants(namespace);
        if (!read || current == null || tenants == null || tenants.pending()) {
            return Seen.without(true, null);
        }
        RemoteProblem lost = tenants.problem();
        if (lost != null) {
            return Seen.without(false, lost);
        }
        KindWatch<GenericKubernetesResource> found = withStores ? current.dataStores() : null;
        boolean pending = withStores && (found == null || found.state() == KindState.PENDING);
        return new Seen(pending, null, tenants.watch(), found, current.schema());
    }

    Stream<KindWatch<?>> all() {
        Session current = session;
        return current == null ? Stream.of(secret) : Stream.concat(Stream.of(secret), current.all());
    }

    /** Begins and ends watches as the Secret and the control planes ask for, and tells what has changed. */
    void advance() {
        readSecret();
        namespaces.removeIf(namespace -> !listener.uses(cluster, namespace) && ended(namespace));
        Session current = session;
        if (current != null) {
            current.advance(namespaces, stores);
        }
        namespaces.forEach(this::tell);
    }

    private boolean ended(String namespace) {
        Session current = session;
        if (current != null) {
            current.end(namespace);
        }
        told.remove(namespace);
        return true;
    }

    private void readSecret() {
        UnavailableKind refused = secret.unavailable();
        if (refused != null && refused.httpCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            use(null, RemoteProblem.secretForbidden(cluster));
            readVersion = null;
        } else if (secret.state() == KindState.LISTED) {
            Secret found = secret.get(cluster.secretNamespace(), cluster.secretName());
            String version = found == null
                    ? ""
                    : found.getMetadata().getUid() + found.getMetadata().getResourceVersion();
            if (!version.equals(readVersion)) {
                readVersion = version;
                read(found);
            }
        }
    }

    private void read(@Nullable Secret found) {
        try {
            RemoteKubeconfig kubeconfig = RemoteKubeconfig.in(found, cluster);
            Session current = session;
            if (current == null || !current.version().equals(kubeconfig.version())) {
                use(new Session(cluster, kubeconfig.version(), kubeconfig.client(cluster), settings, listener), null);
            }
        } catch (RemoteUnusableException e) {
            use(null, e.problem());
        }
        read = true;
    }

    private void use(@Nullable Session next, @Nullable RemoteProblem problem) {
        Session before = session;
        session = next;
        unusable = problem;
        if (before != null) {
            before.close();
        }
    }

    private void tell(String namespace) {
        Seen now = seen(namespace, stores);
        RemoteProblem problem = now.problem();
        String text = problem != null ? problem.message() : now.pending() ? "pending" : "";
        String before = told.put(namespace, text);
        if (text.equals(before)) {
            return;
        }
        if (text.isEmpty() && before != null) {
            listener.back(cluster);
        } else {
            listener.changed(cluster);
        }
    }

    @Override
    public void close() {
        secret.close();
        use(null, Objects.requireNonNullElse(unusable, RemoteProblem.unreachable(cluster)));
    }
}
