// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the API server is exposed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Network(
        @Nullable String serviceType,
        @Nullable Boolean allocateLoadBalancerNodePorts,
        @Nullable String serviceAddress,
        @Nullable Boolean allowAddressAsExternalIP,
        @Nullable String advertiseAddress,
        @Nullable Map<String, String> serviceLabels,
        @Nullable Map<String, String> serviceAnnotations,
        @Nullable List<ServicePort> additionalServicePorts,
        @Nullable List<String> certSANs,
        @Nullable List<String> dnsServiceIPs,
        @Nullable LoadBalancerConfig loadBalancerConfig,
        @Nullable Ingress ingress,
        @Nullable Gateway gateway) {

    /** A further port of the control plane's Service, for sidecars. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServicePort(
            String name,
            Integer port,
            IntOrString targetPort,
            @Nullable String protocol,
            @Nullable String appProtocol) {}

    /** Settings of a Service of type LoadBalancer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LoadBalancerConfig(
            @Nullable String loadBalancerClass, @Nullable List<String> loadBalancerSourceRanges) {}

    /** Exposure through an Ingress. The host name may carry a port. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ingress(
            String hostname,
            @Nullable String className,
            @Nullable Map<String, String> extraLabels,
            @Nullable Map<String, String> extraAnnotations) {}

    /** Exposure through a Gateway, named with its namespace. The host name may carry a port. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Gateway(
            String name,
            String namespace,
            String hostname,
            @Nullable String sectionName,
            @Nullable Integer port,
            @Nullable List<GatewayParent> additionalParents,
            @Nullable Map<String, String> extraLabels,
            @Nullable Map<String, String> extraAnnotations) {}

    /** A further Gateway, or a listener of one, that leads to the API server. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GatewayParent(
            String name,
            String namespace,
            @Nullable String sectionName,
            @Nullable Integer port) {}
}
