// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import org.jspecify.annotations.Nullable;

/** Rules for the addresses of the tenant's DNS Service. */
final class DnsRules {
    private static final String DEFAULT_SERVICES = "10.96.0.0/16";
    private static final int MOST = 8;

    private DnsRules() {}

    /** To be asked when everything else is right: the CIDR blocks are. */
    static void check(
            KamajiControlPlaneSpec spec,
            ClusterView cluster,
            @Nullable GenericKubernetesResource live,
            List<Violation> found) {
        List<String> addresses = NetworkMapping.dnsServiceIps(spec.addons(), spec.network());
        if (addresses == null) {
            return;
        }
        String path = spec.network() != null && addresses.equals(spec.network().dnsServiceIPs())
                ? "spec.network.dnsServiceIPs"
                : "spec.addons.coreDNS.dnsServiceIPs";
        if (addresses.size() > MOST) {
            found.add(new Violation(path, addresses.size() + " addresses are too many; Kamaji takes at most " + MOST));
        }
        List<String> services = services(cluster, live);
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            if (!IpAddress.isAddress(address)) {
                found.add(new Violation(
                        path + "[" + i + "]", "\"" + address + "\" is no IP address; write it like 10.96.0.10"));
            } else if (services.stream().noneMatch(block -> IpAddress.contains(block, address))) {
                found.add(new Violation(
                        path + "[" + i + "]",
                        address + " is outside of the service CIDR " + String.join(", ", services)
                                + "; take one inside, or leave the field out for Kamaji to choose"));
            }
        }
    }

    private static List<String> services(ClusterView cluster, @Nullable GenericKubernetesResource live) {
        if (!cluster.serviceCidrBlocks().isEmpty()) {
            return cluster.serviceCidrBlocks();
        }
        Object plural = at(live, "serviceCidrs");
        if (plural instanceof List<?> blocks && !blocks.isEmpty()) {
            return blocks.stream()
                    .map(String::valueOf)
                    .filter(IpAddress::isCidr)
                    .toList();
        }
        return at(live, "serviceCidr") instanceof String block && IpAddress.isCidr(block)
                ? List.of(block)
                : List.of(DEFAULT_SERVICES);
    }

    private static @Nullable Object at(@Nullable GenericKubernetesResource live, String field) {
        return live == null
                ? null
                : JsonTree.at(live.getAdditionalProperties(), List.of("spec", "networkProfile", field));
    }
}
