// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.options.ProviderOptions;
import kamaji.capi.workflows.lifecycle.Payloads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel to Temporal with two clients: one for the worker, which retries its answers for a minute, and one for
 * signals, which gives up soon because the watcher has a queue of its own. Opening it sends nothing.
 */
public final class TemporalConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalConnection.class);
    private static final int RENEWAL_SECONDS = 10;
    private static final int REACHABILITY_SECONDS = 5;

    private final TemporalProfile profile;
    private final RenewableCredentials credentials;
    private final Scope metrics;
    private final WorkflowServiceStubs stubs;
    private final WorkflowServiceStubs signalStubs;
    private final OperatorServiceStubs operatorStubs;
    private final WorkflowClient client;
    private final WorkflowClient signals;
    private final ScheduledExecutorService background;
    private final Reachability reachability;
    private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();

    private TemporalConnection(
            ProviderOptions options, Map<String, String> variables, MeterRegistry registry, String identity) {
        profile = TemporalProfile.load(options.temporal(), variables);
        credentials = new RenewableCredentials(options.temporal(), variables, profile);
        metrics = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(registry))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(10));
        ChannelSettings settings = new ChannelSettings(profile, credentials);
        stubs = WorkflowServiceStubs.newServiceStubs(
                settings.channel().setMetricsScope(metrics).build());
        ManagedChannel channel = stubs.getRawChannel();
        signalStubs = WorkflowServiceStubs.newServiceStubs(
                signalOptions(settings, channel, options.limits().signalTimeout()));
        operatorStubs =
                OperatorServiceStubs.newServiceStubs(settings.authorised(OperatorServiceStubsOptions.newBuilder()
                                .setChannel(channel)
                                .setMetricsScope(metrics))
                        .validateAndBuildWithDefaults());
        client = WorkflowClient.newInstance(stubs, clientOptions(identity));
        signals = WorkflowClient.newInstance(signalStubs, clientOptions(identity));
        reachability = new Reachability(() -> stubs.healthCheck());
        background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "temporal-connection");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects lazily: Temporal may be away.
     *
     * @param identity how this process is named in histories
     * @throws kamaji.capi.worker.exit.StartFailure when a profile or a credential cannot be used
     */
    public static TemporalConnection open(
            ProviderOptions options, Map<String, String> variables, MeterRegistry registry, String identity) {
        TemporalConnection connection = new TemporalConnection(options, variables, registry, identity);
        connection.repeat(connection.credentials::renew, RENEWAL_SECONDS);
        return connection;
    }

    private void repeat(Runnable task, int seconds) {
        repeated.add(background.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS));
    }

    private WorkflowServiceStubsOptions signalOptions(
            ChannelSettings settings, ManagedChannel channel, Duration expiration) {
        RpcRetryOptions retries = RpcRetryOptions.newBuilder()
                .setExpiration(expiration)
                .setMaximumInterval(Duration.ofSeconds(1))
                .validateBuildWithDefaults();
        return settings.authorised(WorkflowServiceStubsOptions.newBuilder())
                .setChannel(channel)
                .setMetricsScope(metrics)
                .setRpcTimeout(expiration)
                .setRpcRetryOptions(retries)
                .build();
    }

    private WorkflowClientOptions clientOptions(String identity) {
        return WorkflowClientOptions.newBuilder()
                .setNamespace(profile.namespace())
                .setIdentity(identity)
                .setDataConverter(Payloads.converter())
                .build();
    }

    /**
     * Waits until Temporal answers for our namespace, however long that takes, and says so in the log.
     *
     * @return false when the process ends before that
     */
    public boolean awaitNamespace(EndOfProcess end) {
        boolean there = new NamespaceWait(stubs, profile).await(end);
        if (there) {
            reachability.begin();
            repeat(reachability::ask, REACHABILITY_SECONDS);
        }
        return there;
    }

    /** Makes sure of our search attributes; false when we must do without. Needs Temporal to be there. */
    public boolean registerSearchAttributes(EndOfProcess end) {
        return new SearchAttributeRegistration(operatorStubs, stubs, profile.namespace()).register(end);
    }

    /** For the worker, and for whoever asks about workflows. */
    public WorkflowClient client() {
        return client;
    }

    /** For signals: gives up after {@code --signal-timeout}, retries included. */
    public WorkflowClient signals() {
        return signals;
    }

    public String namespace() {
        return profile.namespace();
    }

    public String address() {
        return profile.address();
    }

    /** Whether Temporal answered when last asked, a few seconds ago. */
    public boolean reachable() {
        return reachability.reachable();
    }

    static boolean isAway(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, ABORTED -> true;
            default -> false;
        };
    }

    @Override
    public void close() {
        repeated.forEach(task -> task.cancel(true));
        background.shutdownNow();
        operatorStubs.shutdown();
        signalStubs.shutdown();
        stubs.shutdown();
        if (!stubs.awaitTermination(2, TimeUnit.SECONDS)) {
            stubs.shutdownNow();
        }
        closeMetrics();
    }

    private void closeMetrics() {
        try {
            metrics.close();
        } catch (ScopeCloseException lastReport) {
            LOG.debug("temporal metrics were not reported a last time", lastReport);
        }
    }
}
