// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import java.time.Duration;

/**
 * How watchers of one instance agree on one of them.
 *
 * @param enabled false for a watcher that is always the leader, since it is the only one
 * @param namespace where the Lease is
 * @param identity tells this process from the others
 * @param lease how long a Lease counts after it was renewed last
 * @param renew how long renewing is tried before the lead counts as lost; less than {@code lease}
 * @param retry wait between two tries; less than {@code renew}
 */
public record LeaderElectionSettings(
        boolean enabled, String namespace, String identity, Duration lease, Duration renew, Duration retry) {
    public LeaderElectionSettings {
        if (enabled) {
            if (namespace.isBlank() || identity.isBlank()) {
                throw new IllegalArgumentException("leader election needs a namespace for its Lease and an identity");
            }
            if (lease.compareTo(renew) <= 0 || renew.compareTo(retry) <= 0 || retry.isNegative() || retry.isZero()) {
                throw new IllegalArgumentException("leader election needs lease duration (" + lease
                        + ") > renew deadline (" + renew + ") > retry period (" + retry + ") > 0");
            }
        }
    }

    /** No election. */
    public static LeaderElectionSettings off() {
        return new LeaderElectionSettings(false, "", "", Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
