// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.List;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Network;
import org.jspecify.annotations.Nullable;

/** Refuses what our schema lets pass but Kamaji would refuse, before anything is written. */
final class SpecRules {
    private static final Pattern DNS_1035_LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern VERSION =
            Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)([-+][0-9A-Za-z.+-]+)?");
    private static final int MOST_SOURCE_RANGES = 16;
    private static final int MOST_CIDRS = 2;

    private SpecRules() {}

    /** Throws for the first value that cannot work. */
    static void check(KamajiControlPlane controlPlane, ClusterView cluster) {
        checkName(controlPlane.getMetadata().getName());
        KamajiControlPlaneSpec spec = controlPlane.getSpec();
        checkVersion(spec.version());
        if (spec.deployment() != null && spec.deployment().externalClusterReference() != null) {
            throw new InvalidSpecException(
                    "spec.deployment.externalClusterReference",
                    "control planes on another cluster are not supported; remove the reference to run it on this one");
        }
        if (spec.network() != null) {
            checkNetwork(spec.network());
        }
        checkCidrs("pods", cluster.podCidrBlocks());
        checkCidrs("services", cluster.serviceCidrBlocks());
        checkDomain(cluster.serviceDomain());
    }

    private static void checkName(String name) {
        if (!DNS_1035_LABEL.matcher(name).matches()) {
            throw new InvalidSpecException(
                    "metadata.name",
                    "\"" + name + "\" is no name for a TenantControlPlane; use at most 63 lower-case letters, digits "
                            + "and hyphens, a letter first and no hyphen last");
        }
    }

    private static void checkVersion(@Nullable String version) {
        if (version == null || !VERSION.matcher(version).matches()) {
            throw new InvalidSpecException(
                    "spec.version", "\"" + version + "\" is no Kubernetes version; write it like v1.33.1");
        }
    }

    private static void checkNetwork(Network network) {
        if (network.ingress() != null && network.gateway() != null) {
            throw new InvalidSpecException(
                    "spec.network.gateway", "cannot be used together with spec.network.ingress; keep one of them");
        }
        String advertised = network.advertiseAddress();
        if (advertised != null && !advertised.isEmpty() && !IpAddress.isAddress(advertised)) {
            throw new InvalidSpecException(
                    "spec.network.advertiseAddress", "\"" + advertised + "\" is no IP address; Kamaji takes only one");
        }
        checkCertSans(network.certSANs());
        if (network.loadBalancerConfig() != null) {
            checkSourceRanges(network.loadBalancerConfig().loadBalancerSourceRanges());
        }
    }

    private static void checkCertSans(@Nullable List<String> names) {
        for (int i = 0; names != null && i < names.size(); i++) {
            if (HostAndPort.of(names.get(i)).withPort()) {
                throw new InvalidSpecException(
                        "spec.network.certSANs[" + i + "]",
                        "\"" + names.get(i) + "\" has a port; certificates hold names and addresses only, remove it");
            }
        }
    }

    private static void checkSourceRanges(@Nullable List<String> ranges) {
        String path = "spec.network.loadBalancerConfig.loadBalancerSourceRanges";
        if (ranges != null && ranges.size() > MOST_SOURCE_RANGES) {
            throw new InvalidSpecException(
                    path, ranges.size() + " ranges are too many; Kamaji takes at most " + MOST_SOURCE_RANGES);
        }
        checkEachIsCidr(path, ranges == null ? List.of() : ranges);
    }

    private static void checkCidrs(String which, List<String> blocks) {
        String path = "Cluster spec.clusterNetwork." + which + ".cidrBlocks";
        if (blocks.size() > MOST_CIDRS) {
            throw new InvalidSpecException(
                    path, blocks.size() + " blocks are too many; Kamaji takes one, or one of each IP family");
        }
        checkEachIsCidr(path, blocks);
    }

    private static void checkEachIsCidr(String path, List<String> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            if (!IpAddress.isCidr(blocks.get(i))) {
                throw new InvalidSpecException(
                        path + "[" + i + "]", "\"" + blocks.get(i) + "\" is no CIDR block; write it like 10.0.0.0/16");
            }
        }
    }

    private static void checkDomain(@Nullable String domain) {
        if (domain != null && domain.indexOf('.') < 0) {
            throw new InvalidSpecException(
                    "Cluster spec.clusterNetwork.serviceDomain",
                    "\"" + domain + "\" has no dot, which Kamaji asks for; use one like cluster.local");
        }
    }
}
