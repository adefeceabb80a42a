// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.Trees;

/** Shows a tenant's rollouts in a real Deployment beside it, if that is wanted; no pods come of it. */
final class DeploymentMirror {
    private final TenantObjects objects;
    private final boolean shown;

    DeploymentMirror(TenantObjects objects, boolean shown) {
        this.objects = objects;
        this.shown = shown;
    }

    void roll(Tenant tenant, Rollout rollout, String template) {
        if (!shown) {
            return;
        }
        String version = tenant.wantedVersion();
        Map<String, Object> registry = tenant.object().map("spec", "controlPlane", "deployment", "registrySettings");
        List<Map<String, Object>> containers = List.of(
                container("kube-apiserver", registry, "apiServerImage", version),
                container("kube-scheduler", registry, "schedulerImage", version),
                container("kube-controller-manager", registry, "controllerManagerImage", version));
        Map<String, Object> selector = Map.of(Kamaji.NAME_LABEL, tenant.name());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("replicas", rollout.to());
        spec.put("selector", Map.of("matchLabels", selector));
        spec.put(
                "template",
                Map.of(
                        "metadata", Map.of("labels", selector, "annotations", Map.of(Kamaji.CHECKSUM, template)),
                        "spec", Map.of("containers", containers)));
        objects.own(tenant, Kind.DEPLOYMENT, tenant.name(), "deployment", Trees.nest(spec, "spec"));
    }

    void report(Tenant tenant, PodCounts pods) {
        if (!shown) {
            return;
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("replicas", pods.replicas());
        status.put("updatedReplicas", pods.updated());
        status.put("readyReplicas", pods.ready());
        status.put("availableReplicas", pods.ready());
        status.put("unavailableReplicas", pods.unavailable());
        if (tenant.rollout != null) {
            status.put("observedGeneration", tenant.rollout.generation());
        }
        try {
            objects.calls().mergeStatus(Kind.DEPLOYMENT, tenant.namespace(), tenant.name(), Map.of(), status);
        } catch (ApiRefusal refusal) {
            if (!refusal.notFound()) {
                throw refusal;
            }
        }
    }

    private static Map<String, Object> container(
            String name, Map<String, Object> registry, String imageKey, String version) {
        String image = Trees.text(registry, "registry") + "/" + Trees.text(registry, imageKey) + ":" + version
                + Trees.text(registry, "tagSuffix");
        return Map.of("name", name, "image", image);
    }
}
