// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at, and how.
 *
 * @param namespace null for all namespaces
 * @param watchFilter value of the label {@code cluster.x-k8s.io/watch-filter}; null for no filter
 * @param syncPeriod time between two sweeps over everything
 */
public record KubernetesOptions(
        @Nullable String namespace, @Nullable String watchFilter, Duration syncPeriod, AccessCheckMode accessCheck) {
    private static final String LABEL_VALUE = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

    public KubernetesOptions {
        Names.refuseUnlessLabel(namespace, "--namespace");
        Refuse.unless(
                watchFilter == null || watchFilter.matches(LABEL_VALUE),
                "--watch-filter",
                "is '" + watchFilter
                        + "', which no label can have as its value; write letters, digits, '-', '_' and '.'");
        Refuse.shorter(syncPeriod, Duration.ofSeconds(1), "--sync-period");
    }

    String describe() {
        return "namespace=" + (namespace == null ? "*" : namespace) + " watch-filter="
                + (watchFilter == null ? "" : watchFilter) + " sync-period=" + GoDuration.format(syncPeriod)
                + " access-check=" + EnumNames.of(accessCheck);
    }
}
