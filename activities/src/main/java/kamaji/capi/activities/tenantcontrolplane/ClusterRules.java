// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.List;
import kamaji.capi.activities.api.ClusterView;
import org.jspecify.annotations.Nullable;

/** Rules for what the Cluster says. */
final class ClusterRules {
    private static final int MOST_CIDRS = 2;
    private static final int LONGEST_LABEL_VALUE = 63;

    private ClusterRules() {}

    static void check(ClusterView cluster, List<Violation> found) {
        checkName(cluster.resource().getMetadata() == null ? null : cluster.name(), found);
        checkCidrs("pods", cluster.podCidrBlocks(), found);
        checkCidrs("services", cluster.serviceCidrBlocks(), found);
        String domain = cluster.serviceDomain();
        if (domain != null && domain.indexOf('.') < 0) {
            found.add(new Violation(
                    "Cluster spec.clusterNetwork.serviceDomain",
                    "\"" + domain + "\" has no dot, which Kamaji asks for; use one like cluster.local"));
        }
    }

    /** The name is a label of the Secrets. */
    private static void checkName(@Nullable String name, List<Violation> found) {
        if (name != null && name.length() > LONGEST_LABEL_VALUE) {
            found.add(new Violation(
                    "Cluster metadata.name",
                    "\"" + name + "\" is too long for the label of its Secrets; make a Cluster with a name of at most "
                            + LONGEST_LABEL_VALUE + " characters"));
        }
    }

    private static void checkCidrs(String which, List<String> blocks, List<Violation> found) {
        String path = "Cluster spec.clusterNetwork." + which + ".cidrBlocks";
        int before = found.size();
        checkEachIsCidr(path, blocks, found);
        if (blocks.size() > MOST_CIDRS) {
            found.add(new Violation(
                    path, blocks.size() + " blocks are too many; Kamaji takes one, or one of each IP family"));
        } else if (found.size() == before
                && blocks.size() == MOST_CIDRS
                && isV6(blocks.get(0)) == isV6(blocks.get(1))) {
            found.add(new Violation(
                    path,
                    "both blocks are of one IP family, with which no API server starts; keep one, or one of each"
                            + " family"));
        }
    }

    private static boolean isV6(String block) {
        return block.indexOf(':') >= 0;
    }

    static void checkEachIsCidr(String path, List<String> blocks, List<Violation> found) {
        for (int i = 0; i < blocks.size(); i++) {
            if (!IpAddress.isCidr(blocks.get(i))) {
                found.add(new Violation(
                        path + "[" + i + "]", "\"" + blocks.get(i) + "\" is no CIDR block; write it like 10.0.0.0/16"));
            }
        }
    }
}
