// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Network;
import org.jspecify.annotations.Nullable;

/** Rules for what Kamaji fixes when a TenantControlPlane is made. */
final class LiveRules {
    private final GenericKubernetesResource live;
    private final List<Violation> found;

    private LiveRules(GenericKubernetesResource live, List<Violation> found) {
        this.live = live;
        this.found = found;
    }

    static void check(
            KamajiControlPlaneSpec spec, ClusterView cluster, GenericKubernetesResource live, List<Violation> found) {
        LiveRules rules = new LiveRules(live, found);
        rules.fixed("spec.dataStoreSchema", spec.dataStoreSchema(), "dataStoreSchema");
        rules.fixed("spec.dataStoreUsername", spec.dataStoreUsername(), "dataStoreUsername");
        rules.fixed(
                "Cluster spec.clusterNetwork.serviceDomain",
                cluster.serviceDomain(),
                "networkProfile",
                "clusterDomain");
        rules.loadBalancerClass(spec.network());
    }

    private void fixed(String field, @Nullable String wanted, String... path) {
        String present = text(path);
        if (wanted != null && present != null && !present.isEmpty() && !wanted.equals(present)) {
            found.add(new Violation(
                    field,
                    "\"" + wanted + "\" differs from \"" + present + "\", which Kamaji fixed when the control plane"
                            + " was made; set it back, or make a new control plane"));
        }
    }

    private void loadBalancerClass(@Nullable Network network) {
        String field = "spec.network.loadBalancerConfig.loadBalancerClass";
        String wanted = network == null || network.loadBalancerConfig() == null
                ? null
                : network.loadBalancerConfig().loadBalancerClass();
        fixed(field, wanted, "networkProfile", "loadBalancerClass");
        boolean present = text("networkProfile", "loadBalancerClass") != null;
        if (wanted != null && !present && "LoadBalancer".equals(text("controlPlane", "service", "serviceType"))) {
            found.add(new Violation(
                    field,
                    "\"" + wanted + "\" cannot be added later, Kamaji fixes the class when the Service becomes one of"
                            + " type LoadBalancer; remove it, or make a new control plane"));
        }
    }

    private @Nullable String text(String... path) {
        List<String> inSpec = new ArrayList<>(List.of("spec"));
        inSpec.addAll(List.of(path));
        return JsonTree.at(live.getAdditionalProperties(), inSpec) instanceof String text ? text : null;
    }
}
