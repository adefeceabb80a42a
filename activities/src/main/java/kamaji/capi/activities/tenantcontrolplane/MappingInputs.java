// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;

/** What people ask for, as one hash: it stays the same when only this program maps it to something else. */
public final class MappingInputs {
    private MappingInputs() {}

    /** The hash of all that is mapped of a control plane and its Cluster. */
    public static String hash(KamajiControlPlane controlPlane, ClusterView cluster) {
        JsonTree inputs = new JsonTree()
                .put("spec", controlPlane.getSpec())
                .put("labels", CopiedMetadata.of(controlPlane.getMetadata().getLabels()))
                .put("annotations", CopiedMetadata.of(controlPlane.getMetadata().getAnnotations()))
                .put("cluster.port", cluster.apiServerPort())
                .put("cluster.domain", cluster.serviceDomain())
                .put("cluster.pods", cluster.podCidrBlocks())
                .put("cluster.services", cluster.serviceCidrBlocks());
        Map<String, Object> all = new TreeMap<>(inputs.toMap());
        if (all.get("spec") instanceof Map<?, ?> spec) {
            spec.keySet().removeAll(List.of("controlPlaneEndpoint")); // written by the provider
        }
        return CanonicalJson.hash(all);
    }
}
