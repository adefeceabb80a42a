// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.KeyedQueue;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.ObjectWatch;
import kamaji.capi.local.simulation.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the core controllers of Cluster API against a real API server that has their resource definitions. It is driven
 * by events alone and keeps nothing. Unlike the real one it also hears of a control plane or infrastructure object that
 * has no owner yet, where the real one looks again after 30 s.
 */
public final class ClusterApiSimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterApiSimulator.class);
    private static final int WORKERS = 8;

    private final KeyedQueue queue;
    private final ReferencedObjects references;
    private final ObjectWatch machines;
    private final ObjectWatch clusters;
    private final ClusterPass pass;

    /** Starts it; returns when it watches Clusters and Machines. */
    public static ClusterApiSimulator start(KubernetesClient client, ClusterApiOptions options) {
        return new ClusterApiSimulator(client, options);
    }

    private ClusterApiSimulator(KubernetesClient client, ClusterApiOptions options) {
        ApiCalls calls = new ApiCalls(client);
        this.queue = new KeyedQueue("cluster-api", WORKERS, options.spacing(), this::run);
        this.references = new ReferencedObjects(client, calls, this::referencedChanged);
        this.machines = new ObjectWatch(client, Core.MACHINE, Map.of(), this::machineChanged, this::machineChanged);
        this.pass = new ClusterPass(calls, references, machines.synced(), this::written);
        this.clusters =
                new ObjectWatch(client, Core.CLUSTER, Map.of(), cluster -> queue.add(cluster.key()), cluster -> {});
        clusters.synced();
        LOG.info("simulated Cluster API started server={} spacing={}", calls.server(), options.spacing());
    }

    @Override
    public void close() {
        clusters.close();
        machines.close();
        references.close();
        queue.close();
    }

    private Optional<Duration> run(String key) {
        String[] parts = key.split("/", -1);
        return clusters.find(parts[0], parts[1]).flatMap(pass::run);
    }

    private void written(KubeObject cluster) {
        clusters.written(cluster);
    }

    private void machineChanged(KubeObject machine) {
        queue.add(machine.namespace() + "/" + machine.text("spec", "clusterName"));
    }

    private void referencedChanged(Kind kind, KubeObject object) {
        // Core does not look at objects that are paused by themselves: what it mirrors stands still.
        if (object.annotated(Core.PAUSED) && !object.deleting()) {
            return;
        }
        String label = object.text("metadata", "labels", Core.CLUSTER_LABEL);
        if (!label.isEmpty()) {
            queue.add(object.namespace() + "/" + label);
            return;
        }
        clusters.all().stream()
                .filter(cluster -> cluster.namespace().equals(object.namespace()))
                .filter(cluster -> refers(cluster, "controlPlaneRef", kind, object)
                        || refers(cluster, "infrastructureRef", kind, object))
                .forEach(cluster -> queue.add(cluster.key()));
    }

    private static boolean refers(KubeObject cluster, String field, Kind kind, KubeObject object) {
        Object reference = cluster.at("spec", field);
        return Trees.text(reference, "kind").equals(kind.kind())
                && Trees.text(reference, "name").equals(object.name());
    }
}
