// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kamaji.capi.watcher.KindStatus;
import kamaji.capi.watcher.Watcher;
import kamaji.capi.watcher.WatcherOptions;
import kamaji.capi.watcher.attention.Pace;
import kamaji.capi.watcher.leadership.LeaderElectionSettings;
import kamaji.capi.watcher.signals.TemporalRuns;
import kamaji.capi.watcher.signals.TemporalSignals;
import kamaji.capi.worker.metrics.ExpiryMeasures;
import kamaji.capi.worker.metrics.Metric;
import kamaji.capi.worker.metrics.PopulationMeasures;
import kamaji.capi.worker.options.KubernetesOptions;
import kamaji.capi.worker.options.RoleOptions;

/** Watches the objects and signals the workflows of clusters that need attention. */
final class WatcherRole implements Role {
    private final Watcher watcher;
    private final ExecutorService senders;

    WatcherRole(Connections connections) {
        KubernetesOptions kubernetes = connections.options().kubernetes();
        senders = connections.threads().executor().orElseGet(WatcherRole::platformThreads);
        watcher = new Watcher(
                connections.kubernetes().watches(),
                new TemporalSignals(
                        connections.temporal().signals(),
                        connections.instance().taskQueue(),
                        connections.searchAttributes()),
                new TemporalRuns(connections.temporal().signals()),
                new WatcherOptions(
                        connections.instance().name(),
                        kubernetes.namespace(),
                        kubernetes.watchFilter(),
                        kubernetes.syncPeriod(),
                        kubernetes.upgradeVersions(),
                        election(connections),
                        connections.options().infrastructure().kinds(),
                        connections.options().features().external(),
                        Pace.standard()),
                senders,
                () -> connections.giveUp().accept("the lead was lost to another process"));
        report(connections.metrics());
    }

    private static ExecutorService platformThreads() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "signals");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static LeaderElectionSettings election(Connections connections) {
        RoleOptions roles = connections.options().roles();
        return roles.leaderElect()
                ? new LeaderElectionSettings(
                        true,
                        connections.kubernetes().leaseNamespace(),
                        connections.identity(),
                        roles.leaseDuration(),
                        roles.renewDeadline(),
                        roles.retryPeriod())
                : LeaderElectionSettings.off();
    }

    private void report(MeterRegistry metrics) {
        Metric.QUEUE_DEPTH.gauge(metrics, watcher, Watcher::queueDepth);
        Metric.QUEUE_AGE.gauge(metrics, watcher, each -> seconds(each.oldestAge()));
        Metric.LEADER.gauge(metrics, watcher, each -> each.leading() ? 1 : 0);
        Metric.INFORMERS.gauge(metrics, watcher, each -> each.kinds().size());
        Metric.INFORMERS_WATCHING.gauge(metrics, watcher, WatcherRole::watching);
        Metric.INFORMER_FAILURES.counter(metrics, watcher, WatcherRole::failures);
        Metric.SIGNALS_SENT.counter(metrics, watcher, Watcher::signalsSent);
        Metric.SIGNALS_FAILED.counter(metrics, watcher, Watcher::signalsFailed);
        Metric.WEDGED_CLUSTERS.gauge(metrics, watcher, each -> each.wedged().size());
        Metric.WEDGED_RESTARTS.counter(metrics, watcher, Watcher::wedgedRestarts);
        new PopulationMeasures(watcher::population).register(metrics);
        new ExpiryMeasures(watcher::kubeconfigExpiries, InstantSource.system()).register(metrics);
    }

    private static double watching(Watcher watcher) {
        return watcher.kinds().stream().filter(KindStatus::watching).count();
    }

    private static double failures(Watcher watcher) {
        return watcher.kinds().stream().mapToLong(KindStatus::failures).sum();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public String name() {
        return "watcher";
    }

    @Override
    public void start() {
        watcher.start();
    }

    @Override
    public boolean ready() {
        return watcher.synced();
    }

    @Override
    public boolean alive() {
        return watcher.alive();
    }

    @Override
    public String why() {
        return String.join("; ", watcher.why());
    }

    @Override
    public String note() {
        return watcher.wedged().isEmpty() ? "" : "wedged clusters: " + String.join(", ", watcher.wedged());
    }

    @Override
    public void close() {
        watcher.close();
        senders.shutdownNow();
    }
}
