// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.Addons;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Network.ServicePort;

/**
 * Rules for the ports of the one Service. Kamaji takes any number and any name, and then fails over and over to write
 * the Service, without telling.
 */
final class PortRules {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    static final int API_SERVER = 6443;
    static final int KONNECTIVITY = 8132;
    private static final int HIGHEST = 65535;
    static final String OF_CLUSTER = "Cluster spec.clusterNetwork.apiServerPort";
    static final String OF_KONNECTIVITY = "spec.addons.konnectivity.server.port";

    private static final String OF_GATEWAY = "spec.network.gateway.hostname";

    private final List<Violation> found;
    private final Map<String, String> taken = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of("kube-apiserver", "konnectivity-server"));

    private PortRules(List<Violation> found) {
        this.found = found;
    }

    static void check(KamajiControlPlaneSpec spec, ClusterView cluster, List<Violation> found) {
        PortRules rules = new PortRules(found);
        boolean gateway = spec.network() != null && spec.network().gateway() != null;
        rules.port(
                gateway ? OF_GATEWAY : OF_CLUSTER,
                "TCP",
                Objects.requireNonNullElse(NetworkMapping.port(spec.network(), cluster), API_SERVER));
        Addons addons = spec.addons();
        if (addons != null && addons.konnectivity() != null) {
            Addons.Server server = addons.konnectivity().server();
            Integer port = server == null ? null : server.port();
            rules.port(OF_KONNECTIVITY, "TCP", Objects.requireNonNullElse(port, KONNECTIVITY));
        }
        if (spec.network() != null && spec.network().additionalServicePorts() != null) {
            rules.additional(spec.network().additionalServicePorts());
        }
    }

    private void additional(List<ServicePort> ports) {
        for (int i = 0; i < ports.size(); i++) {
            String path = "spec.network.additionalServicePorts[" + i + "]";
            ServicePort port = ports.get(i);
            port(path + ".port", Objects.requireNonNullElse(port.protocol(), "TCP"), port.port());
            if (!LABEL.matcher(port.name()).matches()) {
                found.add(new Violation(
                        path + ".name",
                        "\"" + port.name() + "\" is no name for a port; use at most 63 lower-case letters, digits and"
                                + " hyphens, no hyphen first or last"));
            } else if (!names.add(port.name())) {
                found.add(new Violation(
                        path + ".name", "\"" + port.name() + "\" is the name of another port; choose another one"));
            }
        }
    }

    private void port(String path, String protocol, int number) {
        if (number < 1 || number > HIGHEST) {
            found.add(new Violation(path, number + " is no port; use one from 1 to " + HIGHEST));
            return;
        }
        String other = taken.putIfAbsent(number + "/" + protocol, path);
        if (other != null) {
            found.add(new Violation(path, number + " is also the port of " + other + "; choose another one"));
        }
    }
}
