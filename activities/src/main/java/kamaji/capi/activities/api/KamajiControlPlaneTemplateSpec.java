// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template of control planes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KamajiControlPlaneTemplateSpec(Template template) {

    /** Metadata and spec that each control plane made from the template starts with. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Template(@Nullable AdditionalMetadata metadata, ControlPlane spec) {}

    /** A control plane's spec without version, replicas and endpoint, which belong to the single cluster. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ControlPlane(
            @Nullable String dataStoreName,
            @Nullable String dataStoreSchema,
            @Nullable String dataStoreUsername,
            @Nullable List<DataStoreOverride> dataStoreOverrides,
            @Nullable Addons addons,
            @Nullable List<String> admissionControllers,
            @Nullable String registry,
            @Nullable String tagSuffix,
            @Nullable ControlPlaneComponent apiServer,
            @Nullable ControlPlaneComponent controllerManager,
            @Nullable ControlPlaneComponent scheduler,
            @Nullable Kine kine,
            @Nullable Kubelet kubelet,
            @Nullable Network network,
            @Nullable DeploymentOptions deployment,
            @Nullable WritePermissions writePermissions) {}
}
