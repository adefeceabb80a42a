// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kamaji.capi.watcher.KindStatus;
import kamaji.capi.watcher.Watcher;
import kamaji.capi.watcher.WatcherOptions;
import kamaji.capi.watcher.attention.Pace;
import kamaji.capi.watcher.leadership.LeaderElectionSettings;
import kamaji.capi.watcher.signals.TemporalRuns;
import kamaji.capi.watcher.signals.TemporalSignals;
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
                        Pace.standard()),
                senders,
                () -> connections.giveUp().accept("the lead was lost to another process"));
        report(connections.metrics());
        reportWedged(connections.metrics());
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
        Gauge.builder("kamaji_provider_attention_queue_depth", watcher, Watcher::queueDepth)
                .description("Clusters that wait for a signal")
                .register(metrics);
        Gauge.builder("kamaji_provider_attention_oldest_age_seconds", watcher, each -> seconds(each.oldestAge()))
                .description("Age of the oldest signal that has not been sent")
                .register(metrics);
        Gauge.builder("kamaji_provider_leader", watcher, each -> each.leading() ? 1 : 0)
                .description("1 while this process signals")
                .register(metrics);
        Gauge.builder("kamaji_provider_informers_watching", watcher, WatcherRole::watching)
                .description("Informers that receive changes at this moment")
                .register(metrics);
        FunctionCounter.builder("kamaji_provider_signals_sent", watcher, Watcher::signalsSent)
                .description("Signals that Temporal has accepted")
                .register(metrics);
        FunctionCounter.builder("kamaji_provider_signals_failed", watcher, Watcher::signalsFailed)
                .description("Signals that Temporal did not accept; each is sent again")
                .register(metrics);
    }

    private void reportWedged(MeterRegistry metrics) {
        Gauge.builder(
                        "kamaji_provider_wedged_clusters",
                        watcher,
                        each -> each.wedged().size())
                .description("Clusters whose run cannot go on and was started anew in vain; readyz names them")
                .register(metrics);
        FunctionCounter.builder("kamaji_provider_wedged_runs_restarted", watcher, Watcher::wedgedRestarts)
                .description("Runs that could not go on and were started anew")
                .register(metrics);
    }

    private static double watching(Watcher watcher) {
        return watcher.kinds().stream().filter(KindStatus::watching).count();
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
