// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.options.TemporalOptions;
import kamaji.capi.workflows.lifecycle.Payloads;

/** A connection for one command of a person: found as the provider finds it, never renewed, gives up within seconds. */
public final class TemporalReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TemporalProfile profile;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private TemporalReader(TemporalOptions options, Map<String, String> variables) {
        profile = TemporalProfile.load(options, variables);
        RpcRetryOptions retries = RpcRetryOptions.newBuilder()
                .setExpiration(PATIENCE)
                .setMaximumInterval(Duration.ofSeconds(1))
                .validateBuildWithDefaults();
        stubs = WorkflowServiceStubs.newServiceStubs(
                new ChannelSettings(profile, new RenewableCredentials(options, variables, profile))
                        .channel()
                        .setRpcTimeout(PATIENCE)
                        .setRpcQueryTimeout(PATIENCE)
                        .setRpcRetryOptions(retries)
                        .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(profile.namespace())
                        .setDataConverter(Payloads.converter())
                        .build());
    }

    /**
     * Sends nothing yet.
     *
     * @throws kamaji.capi.worker.exit.StartFailure when a profile or a credential cannot be used
     */
    public static TemporalReader open(TemporalOptions options, Map<String, String> variables) {
        return new TemporalReader(options, variables);
    }

    public WorkflowClient client() {
        return client;
    }

    public String address() {
        return profile.address();
    }

    public String namespace() {
        return profile.namespace();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(1, TimeUnit.SECONDS);
    }
}
