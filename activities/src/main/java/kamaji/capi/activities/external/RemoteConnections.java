// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to other clusters, one for each kubeconfig, made when it is used first, made anew when its content changes,
 * and closed when it has not been used for a while. Safe for use by many threads.
 */
public final class RemoteConnections {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteConnections.class);
    /** The steps of one workflow task follow each other within milliseconds: a Secret is read once for them. */
    private static final long MOMENT_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long UNUSED_NANOS = Duration.ofMinutes(10).toNanos();

    private final KubernetesApi management;
    private final LongSupplier nanoTime;
    private final Map<RemoteCluster, Open> open = new ConcurrentHashMap<>();

    /** @param management where the Secrets are */
    public RemoteConnections(KubernetesApi management) {
        this(management, System::nanoTime);
    }

    RemoteConnections(KubernetesApi management, LongSupplier nanoTime) {
        this.management = management;
        this.nanoTime = nanoTime;
    }

    private record Open(String version, Remote remote, Lane lane, long readAt) {
        Open readAgain(long now) {
            return new Open(version, remote, lane, now);
        }
    }

    /** As {@link #on}, or the connection of a moment ago. */
    public Remote recent(RemoteCluster cluster) throws RemoteUnusableException {
        Open known = open.get(cluster);
        return known != null && nanoTime.getAsLong() - known.readAt() < MOMENT_NANOS ? known.remote() : on(cluster);
    }

    /**
     * The connection that the Secret leads to now.
     *
     * @throws RemoteUnusableException when it leads nowhere
     * @throws StepFailure when the Secret cannot be read for another reason than permission
     */
    public Remote on(RemoteCluster cluster) throws RemoteUnusableException {
        long now = nanoTime.getAsLong();
        try {
            return connected(cluster, RemoteKubeconfig.in(secret(cluster), cluster), now);
        } catch (RemoteUnusableException e) {
            close(open.remove(cluster));
            throw e;
        }
    }

    private @Nullable Secret secret(RemoteCluster cluster) throws RemoteUnusableException {
        try {
            return management.secret(cluster.secretNamespace(), cluster.secretName());
        } catch (StepFailure failure) {
            if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw failure;
            }
            throw new RemoteUnusableException(RemoteProblem.secretForbidden(cluster));
        }
    }

    private Remote connected(RemoteCluster cluster, RemoteKubeconfig kubeconfig, long now)
            throws RemoteUnusableException {
        open.values().removeIf(each -> closeUnused(each, now));
        Open known = open.computeIfPresent(
                cluster,
                (key, current) -> current.version().equals(kubeconfig.version()) ? current.readAgain(now) : current);
        if (known != null && known.version().equals(kubeconfig.version())) {
            return known.remote();
        }
        Open fresh = connect(cluster, kubeconfig.client(cluster), kubeconfig.version(), now);
        close(open.put(cluster, fresh));
        return fresh.remote();
    }

    private static Open connect(RemoteCluster cluster, KubernetesClient client, String version, long now) {
        Lane lane = new Lane(cluster, client::close);
        LOG.info("connects to another cluster secret={} url={}", cluster, client.getMasterUrl());
        KubernetesApi api = new KubernetesApi(client, lane);
        Remote remote = new Remote(api, new ServedKinds(client), lane, new ClusterIdentity(api));
        return new Open(version, remote, lane, now);
    }

    private static boolean closeUnused(Open each, long now) {
        boolean unused = now - each.readAt() > UNUSED_NANOS;
        if (unused) {
            close(each);
        }
        return unused;
    }

    private static void close(@Nullable Open old) {
        if (old != null) {
            old.lane().retire();
        }
    }
}
