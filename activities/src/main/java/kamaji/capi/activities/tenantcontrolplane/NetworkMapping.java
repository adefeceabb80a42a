// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kamaji.capi.activities.api.Addons;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Network;
import kamaji.capi.workflows.facts.Endpoint;
import org.jspecify.annotations.Nullable;

/** Maps how the API server is exposed, and the cluster network of the Cluster. */
final class NetworkMapping {
    private static final String DEFAULT_SERVICE_TYPE = "LoadBalancer";

    private NetworkMapping() {}

    static void map(KamajiControlPlaneSpec spec, ClusterView cluster, JsonTree target) {
        // A TenantControlPlane without networkProfile can never be updated: Kamaji's own rules fail to evaluate.
        target.present("networkProfile").put("controlPlane.service.serviceType", DEFAULT_SERVICE_TYPE);
        Network network = spec.network();
        target.put("networkProfile.port", port(network, cluster));
        clusterNetwork(cluster, target);
        target.put("networkProfile.dnsServiceIPs", dnsServiceIps(spec.addons(), network));
        if (network != null) {
            service(network, target);
            addresses(network, target);
            ingress(network, target);
            gateway(network.gateway(), target);
        }
    }

    /** Behind a Gateway Kamaji tells everybody the port of the Service: it has to be the one that clients use. */
    static @Nullable Integer port(@Nullable Network network, ClusterView cluster) {
        return network == null || network.gateway() == null
                ? cluster.apiServerPort()
                : Exposure.of(network).map(Endpoint::port).orElse(cluster.apiServerPort());
    }

    /** Both spellings of the CIDRs: older releases know only the singular, newer ones never look at it again. */
    private static void clusterNetwork(ClusterView cluster, JsonTree target) {
        target.put("networkProfile.clusterDomain", cluster.serviceDomain())
                .put("networkProfile.serviceCidr", first(cluster.serviceCidrBlocks()))
                .put("networkProfile.serviceCidrs", cluster.serviceCidrBlocks())
                .put("networkProfile.podCidr", first(cluster.podCidrBlocks()))
                .put("networkProfile.podCidrs", cluster.podCidrBlocks());
    }

    /** Null unless the user said something: Kamaji derives them from the service CIDRs, but only at creation. */
    static @Nullable List<String> dnsServiceIps(@Nullable Addons addons, @Nullable Network network) {
        List<String> ofAddon = addons == null || addons.coreDNS() == null
                ? null
                : addons.coreDNS().dnsServiceIPs();
        if (ofAddon != null && !ofAddon.isEmpty()) {
            return ofAddon;
        }
        return network == null ? null : network.dnsServiceIPs();
    }

    private static void service(Network network, JsonTree target) {
        target.put("controlPlane.service.serviceType", network.serviceType())
                .put("controlPlane.service.allocateLoadBalancerNodePorts", network.allocateLoadBalancerNodePorts())
                .put("controlPlane.service.additionalMetadata.labels", network.serviceLabels())
                .put("controlPlane.service.additionalMetadata.annotations", network.serviceAnnotations())
                .put("controlPlane.service.additionalPorts", network.additionalServicePorts());
        Network.LoadBalancerConfig loadBalancer = network.loadBalancerConfig();
        if (loadBalancer != null) {
            target.put("networkProfile.loadBalancerClass", loadBalancer.loadBalancerClass())
                    .put("networkProfile.loadBalancerSourceRanges", loadBalancer.loadBalancerSourceRanges());
        }
    }

    private static void addresses(Network network, JsonTree target) {
        target.put("networkProfile.address", network.serviceAddress())
                .put("networkProfile.allowAddressAsExternalIP", network.allowAddressAsExternalIP())
                .put("networkProfile.advertiseAddress", network.advertiseAddress())
                .put("networkProfile.certSANs", certSans(network));
    }

    /** The user's names and the host name that clients will use, each once. */
    private static Set<String> certSans(Network network) {
        Set<String> names = new LinkedHashSet<>(network.certSANs() == null ? List.of() : network.certSANs());
        if (network.ingress() != null) {
            names.add(HostAndPort.of(network.ingress().hostname()).host());
        }
        if (network.gateway() != null) {
            names.add(HostAndPort.of(network.gateway().hostname()).host());
        }
        return names;
    }

    /** Without a port in the host name Kamaji would tell everybody the port of the Service. */
    private static void ingress(Network network, JsonTree target) {
        Network.Ingress ingress = network.ingress();
        if (ingress != null) {
            String hostname = Exposure.of(network).map(Endpoint::toString).orElse(ingress.hostname());
            target.put("controlPlane.ingress.hostname", hostname)
                    .put("controlPlane.ingress.ingressClassName", ingress.className())
                    .put("controlPlane.ingress.additionalMetadata.labels", ingress.extraLabels())
                    .put("controlPlane.ingress.additionalMetadata.annotations", ingress.extraAnnotations());
        }
    }

    private static void gateway(Network.@Nullable Gateway gateway, JsonTree target) {
        if (gateway != null) {
            List<Object> parents = new ArrayList<>();
            parents.add(parent(new Network.GatewayParent(
                    gateway.name(), gateway.namespace(), gateway.sectionName(), gateway.port())));
            if (gateway.additionalParents() != null) {
                gateway.additionalParents().forEach(further -> parents.add(parent(further)));
            }
            target.put(
                            "controlPlane.gateway.hostname",
                            HostAndPort.of(gateway.hostname()).host())
                    .put("controlPlane.gateway.parentRefs", parents)
                    .put("controlPlane.gateway.additionalMetadata.labels", gateway.extraLabels())
                    .put("controlPlane.gateway.additionalMetadata.annotations", gateway.extraAnnotations());
        }
    }

    private static Object parent(Network.GatewayParent parent) {
        return new JsonTree()
                .put("name", parent.name())
                .put("namespace", parent.namespace())
                .put("sectionName", parent.sectionName())
                .put("port", parent.port())
                .toMap();
    }

    private static @Nullable String first(List<String> blocks) {
        return blocks.isEmpty() ? null : blocks.get(0);
    }
}
