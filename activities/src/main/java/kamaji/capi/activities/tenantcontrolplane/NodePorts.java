// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.Addons;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;

/**
 * The ports of a Service of type NodePort. Kamaji asks for node ports of the same numbers; where the API server does not
 * give them it tries for ever, without telling. The range is the API server's and cannot be read: this is a hint only.
 */
public final class NodePorts {
    private static final int LOWEST = 30_000;
    private static final int HIGHEST = 32_767;

    private NodePorts() {}

    /** Which ports are most probably refused, and what to do; empty when none is. */
    public static Optional<String> hint(KamajiControlPlaneSpec spec, ClusterView cluster) {
        if (spec.network() == null || !"NodePort".equals(spec.network().serviceType())) {
            return Optional.empty();
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(
                PortRules.OF_CLUSTER,
                Objects.requireNonNullElse(NetworkMapping.port(spec.network(), cluster), PortRules.API_SERVER));
        Addons addons = spec.addons();
        if (addons != null && addons.konnectivity() != null) {
            Addons.Server server = addons.konnectivity().server();
            Integer port = server == null ? null : server.port();
            ports.put(PortRules.OF_KONNECTIVITY, Objects.requireNonNullElse(port, PortRules.KONNECTIVITY));
        }
        String refused = ports.entrySet().stream()
                .filter(port -> port.getValue() < LOWEST || port.getValue() > HIGHEST)
                .map(port -> port.getKey() + " (" + port.getValue() + ")")
                .collect(Collectors.joining(" and "));
        return refused.isEmpty()
                ? Optional.empty()
                : Optional.of("with serviceType NodePort ports have to lie between " + LOWEST + " and " + HIGHEST
                        + ", unless the API server has another --service-node-port-range: set " + refused);
    }
}
