// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
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

    KubernetesOptions options() {
        return new KubernetesOptions(namespace, watchFilter, syncPeriod, accessCheck);
    }
}
