// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import java.util.Map;
import java.util.Optional;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/** A control plane endpoint as it stands in a spec; only one with both host and port is an endpoint. */
record ClusterEndpoint(String host, long port) {
    static Optional<ClusterEndpoint> in(@Nullable Object tree) {
        ClusterEndpoint found = new ClusterEndpoint(Trees.text(tree, "host"), Trees.number(tree, 0, "port"));
        return Optional.of(found).filter(ClusterEndpoint::valid);
    }

    private boolean valid() {
        return !host.isEmpty() && port > 0;
    }

    /**
     * The endpoint that a Cluster has yet to be given. One that it has stays, whatever others say later; the
     * infrastructure is asked first, once it is provisioned, then the control plane, once it is initialised.
     */
    static Optional<ClusterEndpoint> toCopy(
            Optional<ClusterEndpoint> cluster,
            boolean provisioned,
            Optional<ClusterEndpoint> infrastructure,
            boolean initialised,
            Optional<ClusterEndpoint> controlPlane) {
        if (cluster.isPresent()) {
            return Optional.empty();
        }
        Optional<ClusterEndpoint> first = infrastructure.filter(endpoint -> provisioned);
        return first.or(() -> controlPlane.filter(endpoint -> initialised));
    }

    Map<String, Object> tree() {
        return Map.of("host", host, "port", port);
    }
}
