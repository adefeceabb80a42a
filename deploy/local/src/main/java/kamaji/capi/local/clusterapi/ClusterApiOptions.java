// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import java.time.Duration;

/**
 * How the simulated core of Cluster API behaves.
 *
 * @param spacing the least time between two passes over one Cluster; the real one takes a second since 1.13
 */
public record ClusterApiOptions(Duration spacing) {
    public ClusterApiOptions {
        if (spacing.isNegative()) {
            throw new IllegalArgumentException("spacing is negative: " + spacing);
        }
    }

    /** Passes as soon as something changed. */
    public static ClusterApiOptions eager() {
        return new ClusterApiOptions(Duration.ZERO);
    }

    /** Four passes a second over one Cluster at most, so that a burst of changes is one status write. */
    public static ClusterApiOptions benchmark() {
        return new ClusterApiOptions(Duration.ofMillis(250));
    }

    /** At most one pass a second over one Cluster. */
    public static ClusterApiOptions rateLimited() {
        return new ClusterApiOptions(Duration.ofSeconds(1));
    }
}
