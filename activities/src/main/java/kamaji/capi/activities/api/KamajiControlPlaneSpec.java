// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control plane asked for. Everything but the version may be absent; defaults are the schema's. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KamajiControlPlaneSpec(
        String version,
        @Nullable Integer replicas,
        @Nullable ApiEndpoint controlPlaneEndpoint,
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
