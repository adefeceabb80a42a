// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of one of API server, controller manager and scheduler. The image name has neither registry nor tag. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ControlPlaneComponent(
        @Nullable String containerImageName,
        @Nullable List<String> extraArgs,
        @Nullable List<VolumeMount> extraVolumeMounts,
        @Nullable ResourceRequirements resources,
        @Nullable SecurityContext securityContext,
        @Nullable Probes probes) {}
