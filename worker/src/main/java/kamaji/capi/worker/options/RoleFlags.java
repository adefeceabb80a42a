// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

final class RoleFlags {
    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "Tells the workflows, the task queue and the lease of this provider from those of others in the same"
                            + " Temporal namespace. Default: made of the UID of the namespace kube-system, --namespace and"
                            + " --watch-filter.")
    private @Nullable String instance;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What this process does: watcher (finds what changed), worker (does the work), or both.")
    private List<ProcessRole> roles = List.of(ProcessRole.WATCHER, ProcessRole.WORKER);

    @Option(
            names = "--leader-elect",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Elect one watcher among several processes. Needed as soon as there is more than one.")
    private boolean leaderElect;

    @Option(
            names = "--leader-elect-lease-duration",
            paramLabel = "DURATION",
            description = "How long the others wait for a leader that no longer renews.")
    private Duration leaseDuration = Duration.ofSeconds(15);

    @Option(
            names = "--leader-elect-renew-deadline",
            paramLabel = "DURATION",
            description = "How long the leader tries to renew before it stops.")
    private Duration renewDeadline = Duration.ofSeconds(10);

    @Option(
            names = "--leader-elect-retry-period",
            paramLabel = "DURATION",
            description = "Time between two tries to get or renew the lease.")
    private Duration retryPeriod = Duration.ofSeconds(2);

    @Option(
            names = "--leader-election-namespace",
            paramLabel = "NAME",
            description = "Namespace of the lease. Default: the one of the pod, or else of the kubeconfig's context.")
    private @Nullable String leaderElectionNamespace;

    @Nullable
    String instance() {
        return instance;
    }

    RoleOptions options() {
        Set<ProcessRole> played = EnumSet.noneOf(ProcessRole.class);
        played.addAll(roles);
        return new RoleOptions(played, leaderElect, leaseDuration, renewDeadline, retryPeriod, leaderElectionNamespace);
    }
}
