// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import org.jspecify.annotations.Nullable;

/** Refuses what our schema lets pass but Kamaji would refuse, before anything is written: all of it at once. */
final class SpecRules {
    private static final Pattern DNS_1035_LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern VERSION =
            Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)([-+][0-9A-Za-z.+-]+)?");

    private SpecRules() {}

    /**
     * Throws when a value cannot work.
     *
     * @param name of the TenantControlPlane
     * @param live the TenantControlPlane that the intent will meet, null when there is none
     */
    static void check(
            String name, KamajiControlPlaneSpec spec, ClusterView cluster, @Nullable GenericKubernetesResource live) {
        List<Violation> found = new ArrayList<>();
        checkName(name, found);
        checkVersion(spec.version(), found);
        NetworkRules.check(spec.network(), live, found);
        PortRules.check(spec, cluster, found);
        ClusterRules.check(cluster, found);
        if (found.isEmpty()) {
            DnsRules.check(spec, cluster, live, found);
            if (live != null) {
                LiveRules.check(spec, cluster, live, found);
            }
        }
        if (!found.isEmpty()) {
            throw new InvalidSpecException(found);
        }
    }

    private static void checkName(String name, List<Violation> found) {
        if (!DNS_1035_LABEL.matcher(name).matches()) {
            found.add(new Violation(
                    "metadata.name",
                    "\"" + name + "\" is no name for a TenantControlPlane; use at most 63 lower-case letters, digits "
                            + "and hyphens, a letter first and no hyphen last"));
        }
    }

    private static void checkVersion(@Nullable String version, List<Violation> found) {
        if (version == null || !VERSION.matcher(version).matches()) {
            found.add(new Violation(
                    "spec.version", "\"" + version + "\" is no Kubernetes version; write it like v1.33.1"));
        }
    }
}
