// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.List;
import kamaji.capi.workflows.facts.KubernetesVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at, and how.
 *
 * @param namespace null for all namespaces
 * @param watchFilter value of the label {@code cluster.x-k8s.io/watch-filter}; null for no filter
 * @param syncPeriod time between two sweeps over everything
 * @param upgradeVersions for the minors that an upgrade passes through
 */
public record KubernetesOptions(
        @Nullable String namespace,
        @Nullable String watchFilter,
        Duration syncPeriod,
        AccessCheckMode accessCheck,
        List<String> upgradeVersions) {
    private static final String LABEL_VALUE = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

    public KubernetesOptions {
        Names.refuseUnlessLabel(namespace, "--namespace");
        Refuse.unless(
                watchFilter == null || watchFilter.matches(LABEL_VALUE),
                "--watch-filter",
                "is '" + watchFilter
                        + "', which no label can have as its value; write letters, digits, '-', '_' and '.'");
        upgradeVersions = upgradeVersions.stream()
                .map(String::strip)
                .filter(version -> !version.isEmpty())
                .toList();
        for (String version : upgradeVersions) {
            Refuse.unless(
                    KubernetesVersion.parse(version).isPresent(),
                    "--upgrade-versions",
                    "names '" + version
                            + "', which is no version; write versions such as v1.33.9, separated by commas");
        }
        Refuse.shorter(syncPeriod, Duration.ofSeconds(1), "--sync-period");
    }

    String describe() {
        return "namespace=" + (namespace == null ? "*" : namespace) + " watch-filter="
                + (watchFilter == null ? "" : watchFilter) + " sync-period=" + GoDuration.format(syncPeriod)
                + " access-check=" + EnumNames.of(accessCheck) + " upgrade-versions="
                + String.join(",", upgradeVersions);
    }
}
