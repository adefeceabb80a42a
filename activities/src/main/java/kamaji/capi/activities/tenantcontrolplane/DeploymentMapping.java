// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import kamaji.capi.activities.api.AdditionalMetadata;
import kamaji.capi.activities.api.ControlPlaneComponent;
import kamaji.capi.activities.api.DeploymentOptions;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Kine;
import kamaji.capi.activities.api.Probes;
import org.jspecify.annotations.Nullable;

/** Maps how and where the control plane's pods run. */
final class DeploymentMapping {
    private static final String DEPLOYMENT = "controlPlane.deployment.";

    private DeploymentMapping() {}

    static void map(KamajiControlPlaneSpec spec, JsonTree target) {
        target.put(DEPLOYMENT + "replicas", spec.replicas())
                .put(DEPLOYMENT + "registrySettings.registry", spec.registry())
                .put(DEPLOYMENT + "registrySettings.tagSuffix", spec.tagSuffix());
        component("apiServer", spec.apiServer(), target);
        component("controllerManager", spec.controllerManager(), target);
        component("scheduler", spec.scheduler(), target);
        Kine kine = spec.kine();
        if (kine != null) {
            target.put(DEPLOYMENT + "extraArgs.kine", kine.extraArgs())
                    .put(DEPLOYMENT + "resources.kine", kine.resources());
        }
        if (spec.deployment() != null) {
            options(spec.deployment(), target);
        }
    }

    private static void component(String name, @Nullable ControlPlaneComponent component, JsonTree target) {
        if (component != null) {
            target.put(DEPLOYMENT + "extraArgs." + name, component.extraArgs())
                    .put(DEPLOYMENT + "resources." + name, component.resources())
                    .put(DEPLOYMENT + "additionalVolumeMounts." + name, component.extraVolumeMounts())
                    .put(DEPLOYMENT + "containerSecurityContexts." + name, component.securityContext())
                    .put(DEPLOYMENT + "registrySettings." + name + "Image", component.containerImageName());
            probes(DEPLOYMENT + "probes." + name + ".", component.probes(), target);
        }
    }

    private static void options(DeploymentOptions options, JsonTree target) {
        target.put(DEPLOYMENT + "nodeSelector", options.nodeSelector())
                .put(DEPLOYMENT + "runtimeClassName", options.runtimeClassName())
                .put(DEPLOYMENT + "serviceAccountName", options.serviceAccountName())
                .put(DEPLOYMENT + "automountServiceAccountToken", options.automountServiceAccountToken())
                .put(DEPLOYMENT + "podSecurityContext", options.podSecurityContext())
                .put(DEPLOYMENT + "strategy", options.strategy())
                .put(DEPLOYMENT + "affinity", options.affinity())
                .put(DEPLOYMENT + "tolerations", options.tolerations())
                .put(DEPLOYMENT + "topologySpreadConstraints", options.topologySpreadConstraints())
                .put(DEPLOYMENT + "additionalInitContainers", options.extraInitContainers())
                .put(DEPLOYMENT + "additionalContainers", options.extraContainers())
                .put(DEPLOYMENT + "additionalVolumes", options.extraVolumes());
        metadata(DEPLOYMENT + "additionalMetadata.", options.additionalMetadata(), target);
        metadata(DEPLOYMENT + "podAdditionalMetadata.", options.podAdditionalMetadata(), target);
        probes(DEPLOYMENT + "probes.", options.probes(), target);
    }

    private static void metadata(String path, @Nullable AdditionalMetadata metadata, JsonTree target) {
        if (metadata != null) {
            target.put(path + "labels", metadata.labels()).put(path + "annotations", metadata.annotations());
        }
    }

    private static void probes(String path, @Nullable Probes probes, JsonTree target) {
        if (probes != null) {
            target.put(path + "liveness", probes.liveness())
                    .put(path + "readiness", probes.readiness())
                    .put(path + "startup", probes.startup());
        }
    }
}
