// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.Network;
import org.jspecify.annotations.Nullable;

/** Rules for how the API server is exposed. */
final class NetworkRules {
    private static final Pattern DNS_NAME =
            Pattern.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern PORT =
            Pattern.compile("[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]");
    private static final int LONGEST_DNS_NAME = 253;
    private static final int MOST_SOURCE_RANGES = 16;

    private NetworkRules() {}

    /**
     * Says what is wrong.
     *
     * @param live the TenantControlPlane, null when there is none
     */
    static void check(@Nullable Network network, @Nullable GenericKubernetesResource live, List<Violation> found) {
        if (network == null) {
            return;
        }
        checkAddress(network, live, found);
        if (network.ingress() != null && network.gateway() != null) {
            found.add(new Violation(
                    "spec.network.gateway", "cannot be used together with spec.network.ingress; keep one of them"));
        }
        String advertised = network.advertiseAddress();
        if (advertised != null && !advertised.isEmpty() && !IpAddress.isAddress(advertised)) {
            found.add(new Violation(
                    "spec.network.advertiseAddress", "\"" + advertised + "\" is no IP address; Kamaji takes only one"));
        }
        checkCertSans(network.certSANs(), found);
        if (network.ingress() != null) {
            checkHost("spec.network.ingress.hostname", network.ingress().hostname(), found);
        }
        if (network.gateway() != null) {
            checkHost("spec.network.gateway.hostname", network.gateway().hostname(), found);
        }
        if (network.loadBalancerConfig() != null) {
            checkSourceRanges(network.loadBalancerConfig().loadBalancerSourceRanges(), found);
        }
    }

    /** Without it Kamaji waits for ever, without telling; an address that somebody else gave it will do. */
    private static void checkAddress(Network network, @Nullable GenericKubernetesResource live, List<Violation> found) {
        boolean given = !isEmpty(network.serviceAddress())
                || (live != null
                        && !isEmpty(JsonTree.at(
                                live.getAdditionalProperties(), List.of("spec", "networkProfile", "address"))));
        if ("NodePort".equals(network.serviceType()) && !given) {
            found.add(new Violation(
                    "spec.network.serviceAddress",
                    "is needed with serviceType NodePort; set the address at which the nodes of the management cluster"
                            + " are reached"));
        }
    }

    private static boolean isEmpty(@Nullable Object text) {
        return text == null || text.equals("");
    }

    private static void checkCertSans(@Nullable List<String> names, List<Violation> found) {
        for (int i = 0; names != null && i < names.size(); i++) {
            String path = "spec.network.certSANs[" + i + "]";
            if (HostAndPort.of(names.get(i)).withPort()) {
                found.add(new Violation(
                        path,
                        "\"" + names.get(i) + "\" has a port; certificates hold names and addresses only, remove it"));
            } else {
                checkName(path, names.get(i), found);
            }
        }
    }

    /** The host name also goes into the certificate. */
    private static void checkHost(String path, String hostname, List<Violation> found) {
        HostAndPort given = HostAndPort.of(hostname);
        checkName(path, given.host(), found);
        if (given.port() != null && !PORT.matcher(given.port()).matches()) {
            found.add(new Violation(
                    path, "\"" + given.port() + "\" is no port; use one from 1 to 65535, or leave it out for 443"));
        }
    }

    private static void checkName(String path, String name, List<Violation> found) {
        boolean dnsName =
                name.length() <= LONGEST_DNS_NAME && DNS_NAME.matcher(name).matches();
        if (!dnsName && !IpAddress.isAddress(name)) {
            found.add(new Violation(
                    path,
                    "\"" + name + "\" is neither a DNS name in lower case nor an IP address; write one like"
                            + " api.example.org or 192.0.2.10"));
        }
    }

    private static void checkSourceRanges(@Nullable List<String> ranges, List<Violation> found) {
        String path = "spec.network.loadBalancerConfig.loadBalancerSourceRanges";
        if (ranges != null && ranges.size() > MOST_SOURCE_RANGES) {
            found.add(new Violation(
                    path, ranges.size() + " ranges are too many; Kamaji takes at most " + MOST_SOURCE_RANGES));
        }
        ClusterRules.checkEachIsCidr(path, ranges == null ? List.of() : ranges, found);
    }
}
