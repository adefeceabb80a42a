// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.diagnostics.DiagnosticsServer;
import kamaji.capi.worker.kubernetes.KubernetesConnection;
import kamaji.capi.worker.options.ProcessRole;
import kamaji.capi.worker.options.ProviderOptions;
import kamaji.capi.worker.temporal.TemporalConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process: probes first, then Kubernetes, Temporal, worker and watcher; the same backwards at the end.
 * Starting and closing happen in one thread; {@link #stop} may be called from any.
 */
public final class Provider implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

    private final ProviderOptions options;
    private final Map<String, String> variables;
    private final Wiring wiring;
    private final VirtualThreads threads = VirtualThreads.ofThisJava();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Readiness readiness = new Readiness();
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private volatile boolean gaveUp;

    public Provider(ProviderOptions options, Map<String, String> variables, Wiring wiring) {
        this.options = options;
        this.variables = Map.copyOf(variables);
        this.wiring = wiring;
    }

    /**
     * Starts everything; waits for Temporal as long as it takes. Returns early when {@link #stop} is called meanwhile.
     *
     * @throws kamaji.capi.worker.exit.StartFailure when the process cannot do its work as it was started
     */
    public void start() {
        LOG.info("provider starting version={} java={}", Version.number(), Runtime.version());
        LOG.info("options {}", options.describe());
        options.warnings().forEach(LOG::warn);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closings.push(metrics::close);
        closings.push(ProcessMetrics.bind(metrics, readiness)::close);
        DiagnosticsServer diagnostics = DiagnosticsServer.start(
                options.diagnostics(), metrics::scrape, readiness::liveness, readiness::readiness);
        closings.push(diagnostics::close);
        connectAndPlay(metrics);
    }

    private void connectAndPlay(PrometheusMeterRegistry metrics) {
        readiness.waitFor("the Kubernetes API");
        KubernetesConnection kubernetes = KubernetesConnection.open(options, variables, threads.executor(), metrics);
        closings.push(kubernetes::close);
        kubernetes.check(options);
        Instance instance = instance(kubernetes);
        String identity = ProcessIdentity.of(variables);
        LOG.info("instance={} identity={}", instance.name(), identity);
        TemporalConnection temporal = TemporalConnection.open(options, variables, metrics, identity);
        closings.push(temporal::close);
        readiness.waitFor("Temporal at " + temporal.address());
        if (!temporal.awaitNamespace(this::endsWithin)) {
            return;
        }
        readiness.dependOn(temporal);
        boolean searchAttributes = temporal.registerSearchAttributes(this::endsWithin);
        play(new Connections(
                options,
                instance,
                identity,
                kubernetes,
                temporal,
                searchAttributes,
                metrics,
                threads,
                this::endsWithin,
                this::giveUp));
    }

    private Instance instance(KubernetesConnection kubernetes) {
        String given = options.temporal().instance();
        return given != null
                ? new Instance(given)
                : Instance.derive(
                        kubernetes.clusterUid(),
                        options.kubernetes().namespace(),
                        options.kubernetes().watchFilter());
    }

    private void play(Connections connections) {
        if (options.roles().plays(ProcessRole.WORKER)) {
            begin(new WorkerRole(connections, wiring));
        }
        if (options.roles().plays(ProcessRole.WATCHER)) {
            begin(wiring.watcher(connections));
        }
        readiness.started();
    }

    private void begin(Role role) {
        if (endsWithin(Duration.ZERO)) {
            return;
        }
        closings.push(role::close);
        readiness.add(role);
        role.start();
    }

    /** Waits until {@link #stop} is called. */
    public void awaitStop() {
        while (!endsWithin(Duration.ofHours(1))) {
            LOG.debug("provider running");
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void giveUp(String reason) {
        LOG.error("provider ends and should be started again reason=\"{}\"", reason);
        gaveUp = true;
        stop();
    }

    /** Whether a role asked for the end, which is no good end. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Unready at once; everything that waits goes on to the end. */
    public void stop() {
        readiness.stopping();
        stopped.countDown();
    }

    /** Closes in the opposite order of starting: watcher, worker with its running tasks, connections, probes. */
    @Override
    public void close() {
        stop();
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException failure) {
                LOG.warn("closing failed and goes on", failure);
            }
        }
        LOG.info("provider stopped");
    }
}
