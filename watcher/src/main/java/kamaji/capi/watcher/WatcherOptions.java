// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import java.time.Duration;
import java.util.List;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.watcher.attention.Pace;
import kamaji.capi.watcher.leadership.LeaderElectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, and how.
 *
 * @param instance name of the provider instance
 * @param namespace the only namespace that is watched, null for all
 * @param watchFilter value that the label {@code cluster.x-k8s.io/watch-filter} of control planes must have, null for any
 * @param syncPeriod time between two sweeps
 * @param upgradeVersions versions for the minors that an upgrade passes through, as the activities are given
 * @param leaderElection how watchers of this instance agree on one
 * @param infrastructure which infrastructure kinds are watched once a Cluster names them
 * @param external which references to other clusters are followed, as the activities are given
 * @param pace how fast the watcher reacts
 */
public record WatcherOptions(
        String instance,
        @Nullable String namespace,
        @Nullable String watchFilter,
        Duration syncPeriod,
        List<String> upgradeVersions,
        LeaderElectionSettings leaderElection,
        InfrastructureKinds infrastructure,
        ExternalGates external,
        Pace pace) {
    public WatcherOptions {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("a watcher needs the name of its instance");
        }
        if (syncPeriod.isNegative() || syncPeriod.isZero()) {
            throw new IllegalArgumentException("the sync period must be more than 0, not " + syncPeriod);
        }
    }
}
