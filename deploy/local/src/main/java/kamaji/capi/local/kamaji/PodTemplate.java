// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;

/** What of a tenant ends up in its pods: a change of it rolls them. */
final class PodTemplate {
    private PodTemplate() {}

    static String checksum(KubeObject tenant) {
        Map<String, Object> deployment = tenant.map("spec", "controlPlane", "deployment");
        deployment.keySet().removeAll(Set.of("replicas", "strategy", "additionalMetadata"));
        Map<String, Object> parts = new TreeMap<>();
        parts.put("kubernetes", tenant.map("spec", "kubernetes"));
        parts.put("deployment", deployment);
        parts.put("networkProfile", tenant.map("spec", "networkProfile"));
        parts.put("konnectivity", tenant.map("spec", "addons", "konnectivity"));
        parts.put("dataStore", tenant.text("status", "storage", "dataStoreName"));
        parts.put("authority", tenant.text("status", "certificates", "ca", "checksum"));
        return Checksum.of(String.valueOf(Trees.pruned(parts)));
    }
}
