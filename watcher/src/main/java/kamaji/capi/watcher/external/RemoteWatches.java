// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.external;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.watcher.kind.KindWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other clusters in use: each is watched from when it is asked about first until no control plane uses it. */
public final class RemoteWatches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWatches.class);

    private final KubernetesClient management;
    private final KindWatch.Settings settings;
    private final RemoteListener listener;
    private final Map<RemoteCluster, RemoteWatch> watched = new ConcurrentHashMap<>();

    /** @param management reads the Secrets with kubeconfigs; stays open */
    public RemoteWatches(KubernetesClient management, KindWatch.Settings settings, RemoteListener listener) {
        this.management = management;
        this.settings = settings;
        this.listener = listener;
    }

    /** The watch on a cluster, which begins if there is none. Returns at once. */
    public RemoteWatch on(RemoteCluster cluster) {
        return watched.computeIfAbsent(cluster, key -> new RemoteWatch(key, management, settings, listener));
    }

    /** Every watch that there is. */
    public Stream<KindWatch<?>> all() {
        return watched.values().stream().flatMap(RemoteWatch::all);
    }

    /** Moves all on; used by one thread, returns soon. */
    public void advance() {
        watched.forEach((cluster, watch) -> {
            if (listener.uses(cluster)) {
                watch.advance();
            } else if (watched.remove(cluster, watch)) {
                LOG.info("another cluster is not used any more secret={}", cluster);
                watch.close();
            }
        });
    }

    @Override
    public void close() {
        watched.values().forEach(RemoteWatch::close);
    }
}
