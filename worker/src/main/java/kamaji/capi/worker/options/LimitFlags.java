// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

final class LimitFlags {
    @Option(
            names = "--max-concurrent-reconciles",
            paramLabel = "N",
            description = "Steps done at once: slots for activities, and as many for local activities. At most "
                    + LimitOptions.MOST_ACTIVITY_SLOTS
                    + " are used, because all requests share one HTTP/2 connection with 100 streams.")
    private int maxConcurrentReconciles = 24;

    @Option(names = "--workflow-slots", paramLabel = "N", description = "Workflow tasks at once.")
    private int workflowSlots = 50;

    @Option(
            names = "--workflow-cache-size",
            paramLabel = "N",
            description = "Workflow runs kept in memory; others are replayed when they go on.")
    private int workflowCacheSize = 600;

    @Option(
            names = "--kube-api-timeout",
            paramLabel = "DURATION",
            description = "Time-out of one request of an activity to the Kubernetes API.")
    private Duration kubeApiTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--watch-silence",
            paramLabel = "DURATION",
            description = "A watch on which nothing arrives for this long begins anew; an API server sends a bookmark"
                    + " about once a minute.")
    private Duration watchSilence = Duration.ofSeconds(90);

    @Option(
            names = "--signal-timeout",
            paramLabel = "DURATION",
            description = "Time-out of one signal to Temporal, retries included; the watcher queues it again then.")
    private Duration signalTimeout = Duration.ofSeconds(5);

    @Option(
            names = "--shutdown-grace-period",
            paramLabel = "DURATION",
            description = "Time for running steps to end after SIGTERM. Keep terminationGracePeriodSeconds above it.")
    private Duration shutdownGracePeriod = Duration.ofSeconds(25);

    LimitOptions options() {
        return new LimitOptions(
                maxConcurrentReconciles,
                workflowSlots,
                workflowCacheSize,
                kubeApiTimeout,
                watchSilence,
                signalTimeout,
                shutdownGracePeriod);
    }

    List<String> warnings() {
        if (maxConcurrentReconciles <= LimitOptions.MOST_ACTIVITY_SLOTS) {
            return List.of();
        }
        return List.of("--max-concurrent-reconciles is " + maxConcurrentReconciles + " but "
                + LimitOptions.MOST_ACTIVITY_SLOTS
                + " are used: one HTTP/2 connection carries no more; start more processes with --roles=worker instead");
    }
}
