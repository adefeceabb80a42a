// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.HttpURLConnection;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.kind.KindWatch;
import org.jspecify.annotations.Nullable;

/** The TenantControlPlanes in one namespace of another cluster, and whether they can be seen. */
final class TenantsWatch {
    private static final long WATCHING = Long.MAX_VALUE;

    private final RemoteCluster cluster;
    private final String namespace;
    private final KindWatch<GenericKubernetesResource> watch;
    private final KindWatch.Settings settings;
    private volatile long lostAt = WATCHING;

    TenantsWatch(
            RemoteCluster cluster,
            String namespace,
            KindWatch<GenericKubernetesResource> watch,
            KindWatch.Settings settings) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.watch = watch;
        this.settings = settings;
    }

    KindWatch<GenericKubernetesResource> watch() {
        return watch;
    }

    boolean pending() {
        return watch.state() == KindState.PENDING;
    }

    /** What keeps them from being seen, null when nothing does: a cache of a cluster that is silent does not count. */
    @Nullable
    RemoteProblem problem() {
        UnavailableKind refused = watch.unavailable();
        if (refused != null) {
            return RemoteProblem.of(cluster, namespace, refused.httpCode());
        }
        return lost() ? RemoteProblem.of(cluster, namespace, HttpURLConnection.HTTP_UNAVAILABLE) : null;
    }

    /** Notes whether the watch is cut off. */
    void advance() {
        boolean cut = watch.synced() && !watch.watching(); // a watch that is cut off is begun again without a word
        if (!cut) {
            lostAt = WATCHING;
        } else if (lostAt == WATCHING) {
            lostAt = settings.clock().getAsLong();
        }
    }

    private boolean lost() {
        return lostAt != WATCHING
                && settings.clock().getAsLong() - lostAt >= settings.grace().toMillis();
    }
}
