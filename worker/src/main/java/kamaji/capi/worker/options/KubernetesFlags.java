// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

final class KubernetesFlags {
    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The one namespace to look at, with permissions there only. All namespaces when not given.")
    private @Nullable String namespace;

    @Option(
            names = "--watch-filter",
            paramLabel = "VALUE",
            description = "Only objects whose label cluster.x-k8s.io/watch-filter has this value.")
    private @Nullable String watchFilter;

    @Option(
            names = "--sync-period",
            paramLabel = "DURATION",
            description = "Time between two sweeps over all control planes, which find what events did not tell.")
    private Duration syncPeriod = Duration.ofMinutes(10);

    @Option(
            names = "--access-check",
            paramLabel = "MODE",
            description = "Whether a new control plane's API must answer before it counts as initialised: required,"
                    + " best-effort (not when it cannot be reached from here), or off.")
    private AccessCheckMode accessCheck = AccessCheckMode.BEST_EFFORT;

    @Option(
            names = "--upgrade-versions",
            paramLabel = "VERSIONS",
            split = ",",
            description = "Versions for the minors that an upgrade over several minors passes through, such as"
                    + " v1.33.9,v1.34.5. A minor that is not named is passed through at x.y.0.")
    private List<String> upgradeVersions = List.of();

    KubernetesOptions options() {
        return new KubernetesOptions(namespace, watchFilter, syncPeriod, accessCheck, upgradeVersions);
    }
}
