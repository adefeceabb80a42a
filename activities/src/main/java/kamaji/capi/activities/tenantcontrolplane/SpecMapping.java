// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.Map;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Kubelet;

/** Maps the spec, field by field; the parts with rules of their own are classes of their own. */
final class SpecMapping {
    private SpecMapping() {}

    static Map<String, Object> of(KamajiControlPlaneSpec spec, ClusterView cluster) {
        JsonTree target = new JsonTree();
        dataStore(spec, target);
        kubernetes(spec, target);
        NetworkMapping.map(spec, cluster, target);
        DeploymentMapping.map(spec, target);
        AddonsMapping.map(spec.addons(), target);
        target.put("writePermissions", spec.writePermissions());
        return target.toMap();
    }

    private static void dataStore(KamajiControlPlaneSpec spec, JsonTree target) {
        target.put("dataStore", spec.dataStoreName())
                .put("dataStoreSchema", spec.dataStoreSchema())
                .put("dataStoreUsername", spec.dataStoreUsername())
                .put("dataStoreOverrides", spec.dataStoreOverrides());
    }

    private static void kubernetes(KamajiControlPlaneSpec spec, JsonTree target) {
        String version = spec.version();
        target.put("kubernetes.version", version.startsWith("v") ? version : "v" + version)
                .put("kubernetes.admissionControllers", spec.admissionControllers())
                .present("kubernetes.kubelet");
        Kubelet kubelet = spec.kubelet();
        if (kubelet != null) {
            target.put("kubernetes.kubelet.preferredAddressTypes", kubelet.preferredAddressTypes())
                    .put("kubernetes.kubelet.cgroupfs", kubelet.cgroupfs())
                    .put("kubernetes.kubelet.configurationJSONPatches", kubelet.configurationJSONPatches());
        }
    }
}
