// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Network;
import org.jspecify.annotations.Nullable;

/** Rules for what Kamaji fixes when a TenantControlPlane is made, and for versions, which only go up. */
final class LiveRules {
    private static final Pattern MAJOR_MINOR = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\..*");

    private final GenericKubernetesResource live;
    private final List<Violation> found;

    private LiveRules(GenericKubernetesResource live, List<Violation> found) {
        this.live = live;
        this.found = found;
    }

    static void check(
            KamajiControlPlaneSpec spec, ClusterView cluster, GenericKubernetesResource live, List<Violation> found) {
        LiveRules rules = new LiveRules(live, found);
        rules.version(spec.version());
        rules.fixed("spec.dataStoreSchema", spec.dataStoreSchema(), "dataStoreSchema");
        rules.fixed("spec.dataStoreUsername", spec.dataStoreUsername(), "dataStoreUsername");
        rules.fixed(
                "Cluster spec.clusterNetwork.serviceDomain",
                cluster.serviceDomain(),
                "networkProfile",
                "clusterDomain");
        rules.loadBalancerClass(spec.network());
    }

    /** Kamaji compares with the spec, not with what runs: a minor that was once asked for stays asked for. */
    private void version(String wanted) {
        String present = text("kubernetes", "version");
        Matcher to = MAJOR_MINOR.matcher(wanted);
        Matcher from = MAJOR_MINOR.matcher(present == null ? "" : present);
        if (to.matches() && from.matches() && minor(to) < minor(from)) {
            String least = "v" + from.group(1) + "." + from.group(2);
            found.add(new Violation(
                    "spec.version",
                    "\"" + wanted + "\" would take the control plane back from " + present
                            + ", which Kamaji refuses; set a version of " + least + " or later"));
        }
    }

    private static long minor(Matcher version) {
        return Long.parseLong(version.group(1)) * 1_000_000 + Long.parseLong(version.group(2));
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
