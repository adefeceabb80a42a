// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How and where the control plane's pods run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeploymentOptions(
        @Nullable Map<String, String> nodeSelector,
        @Nullable String runtimeClassName,
        @Nullable String serviceAccountName,
        @Nullable Boolean automountServiceAccountToken,
        @Nullable PodSecurityContext podSecurityContext,
        @Nullable DeploymentStrategy strategy,
        @Nullable Affinity affinity,
        @Nullable List<Toleration> tolerations,
        @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
        @Nullable AdditionalMetadata additionalMetadata,
        @Nullable AdditionalMetadata podAdditionalMetadata,
        @Nullable List<Container> extraInitContainers,
        @Nullable List<Container> extraContainers,
        @Nullable List<Volume> extraVolumes,
        @Nullable Probes probes,
        @Nullable ExternalClusterReference externalClusterReference) {

    /** The kubeconfig of another cluster that shall run the control plane, and the namespace for it there. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ExternalClusterReference(
            String deploymentNamespace,
            String kubeconfigSecretName,
            String kubeconfigSecretKey,
            @Nullable String kubeconfigSecretNamespace,
            @Nullable String tenantControlPlaneName) {}
}
