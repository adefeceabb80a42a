// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this process does and how one watcher among several is chosen. Workers need no leader.
 *
 * @param leaderElectionNamespace null for the namespace of the pod, or else of the kubeconfig
 */
public record RoleOptions(
        Set<ProcessRole> roles,
        boolean leaderElect,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        @Nullable String leaderElectionNamespace) {
    public RoleOptions {
        Refuse.unless(!roles.isEmpty(), "--roles", "is empty; write watcher, worker, or watcher,worker");
        roles = Set.copyOf(roles);
        Refuse.shorter(retryPeriod, Duration.ofMillis(100), "--leader-elect-retry-period");
        refuseUnlessLonger(renewDeadline, "--leader-elect-renew-deadline", retryPeriod, "--leader-elect-retry-period");
        refuseUnlessLonger(
                leaseDuration, "--leader-elect-lease-duration", renewDeadline, "--leader-elect-renew-deadline");
        Names.refuseUnlessLabel(leaderElectionNamespace, "--leader-election-namespace");
    }

    private static void refuseUnlessLonger(Duration longer, String flag, Duration shorter, String than) {
        Refuse.unless(
                longer.compareTo(shorter) > 0,
                flag,
                "is " + GoDuration.format(longer) + "; it must be longer than " + than + ", which is "
                        + GoDuration.format(shorter));
    }

    public boolean plays(ProcessRole role) {
        return roles.contains(role);
    }

    /** Only watchers are elected. */
    public boolean needsLease() {
        return leaderElect && plays(ProcessRole.WATCHER);
    }

    String describe() {
        String played = new TreeSet<>(roles).stream().map(EnumNames::of).collect(Collectors.joining(","));
        return "roles=" + played + " leader-elect=" + leaderElect
                + (leaderElect
                        ? " lease-duration=" + GoDuration.format(leaseDuration) + " renew-deadline="
                                + GoDuration.format(renewDeadline) + " retry-period=" + GoDuration.format(retryPeriod)
                        : "");
    }
}
