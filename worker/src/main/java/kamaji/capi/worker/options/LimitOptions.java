// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;

/**
 * How much at once and how long.
 *
 * @param maxConcurrentReconciles as asked for; {@link #activitySlots} is what is used
 * @param workflowSlots workflow tasks at once
 * @param workflowCacheSize runs kept in memory between two of their tasks
 * @param kubeApiTimeout of one request of an activity
 * @param watchSilence after which a watch begins anew
 * @param signalTimeout for one signal with all its retries
 * @param shutdownGracePeriod for running tasks to end after SIGTERM
 */
public record LimitOptions(
        int maxConcurrentReconciles,
        int workflowSlots,
        int workflowCacheSize,
        Duration kubeApiTimeout,
        Duration watchSilence,
        Duration signalTimeout,
        Duration shutdownGracePeriod) {
    /**
     * The Kubernetes client puts all its requests on one HTTP/2 connection and fails those above the server's limit
     * of 100 streams. Activities and local activities have as many slots each: twice this stays below 80.
     */
    public static final int MOST_ACTIVITY_SLOTS = 36;

    public LimitOptions {
        Refuse.outside(maxConcurrentReconciles, 1, 10_000, "--max-concurrent-reconciles");
        Refuse.outside(workflowSlots, 2, 1_000, "--workflow-slots");
        Refuse.outside(workflowCacheSize, 10, 100_000, "--workflow-cache-size");
        Refuse.shorter(kubeApiTimeout, Duration.ofSeconds(1), "--kube-api-timeout");
        Refuse.unless(
                kubeApiTimeout.compareTo(Duration.ofSeconds(25)) <= 0,
                "--kube-api-timeout",
                "is " + GoDuration.format(kubeApiTimeout)
                        + "; write at most 25s, for a request must give up before its activity's 30s are over");
        Refuse.shorter(watchSilence, Duration.ofSeconds(1), "--watch-silence");
        Refuse.shorter(signalTimeout, Duration.ofSeconds(1), "--signal-timeout");
        Refuse.shorter(shutdownGracePeriod, Duration.ofSeconds(1), "--shutdown-grace-period");
    }

    public int activitySlots() {
        return Math.min(maxConcurrentReconciles, MOST_ACTIVITY_SLOTS);
    }

    String describe() {
        return "max-concurrent-reconciles=" + activitySlots() + " workflow-slots=" + workflowSlots
                + " workflow-cache-size=" + workflowCacheSize + " kube-api-timeout=" + GoDuration.format(kubeApiTimeout)
                + " watch-silence=" + GoDuration.format(watchSilence) + " signal-timeout="
                + GoDuration.format(signalTimeout) + " shutdown-grace-period="
                + GoDuration.format(shutdownGracePeriod);
    }
}
