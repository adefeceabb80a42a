// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Kamaji installs into the tenant cluster. An addon is on when it is present, even as an empty object. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Addons(
        @Nullable CoreDns coreDNS,
        @Nullable KubeProxy kubeProxy,
        @Nullable Konnectivity konnectivity) {

    /** Cluster DNS. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CoreDns(
            @Nullable String imageRepository,
            @Nullable String imageTag,
            @Nullable List<String> dnsServiceIPs) {}

    /** Service routing on the nodes. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KubeProxy(
            @Nullable String imageRepository, @Nullable String imageTag) {}

    /** The tunnel from the hosted control plane to the nodes. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Konnectivity(
            @Nullable Server server, @Nullable Agent agent) {}

    /** The tunnel's end beside the API server. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Server(
            @Nullable Integer port,
            @Nullable String image,
            @Nullable String version,
            @Nullable ResourceRequirements resources,
            @Nullable List<String> extraArgs,
            @Nullable SecurityContext securityContext) {}

    /** The tunnel's end in the tenant cluster. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Agent(
            @Nullable String image,
            @Nullable String version,
            @Nullable String mode,
            @Nullable Integer replicas,
            @Nullable Boolean hostNetwork,
            @Nullable List<Toleration> tolerations,
            @Nullable List<String> extraArgs) {}
}
