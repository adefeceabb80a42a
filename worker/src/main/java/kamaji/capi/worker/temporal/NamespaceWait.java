// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Temporal and our namespace in it. Says why at once, then every 30 s, and when the reason changes. */
final class NamespaceWait {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceWait.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);
    private static final long LEAST_RETENTION_DAYS = 30;

    private final WorkflowServiceStubs stubs;
    private final TemporalProfile profile;
    private final long started = System.nanoTime();
    private String lastReason = "";
    private long lastLine;

    NamespaceWait(WorkflowServiceStubs stubs, TemporalProfile profile) {
        this.stubs = stubs;
        this.profile = profile;
    }

    boolean await(EndOfProcess end) {
        do {
            try {
                DescribeNamespaceResponse namespace = describe();
                LOG.info("temporal connected {} waited={}s", profile, waited().toSeconds());
                warnOfShortRetention(namespace);
                return true;
            } catch (StatusRuntimeException failure) {
                report(failure.getStatus());
            }
        } while (!end.within(BETWEEN_TRIES));
        return false;
    }

    private DescribeNamespaceResponse describe() {
        return stubs.blockingStub()
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(profile.namespace())
                        .build());
    }

    private void report(Status status) {
        String reason = reason(status);
        boolean changed = !reason.equals(lastReason);
        if (changed || System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            LOG.warn("waiting for temporal address={} waited={}s {}", profile.address(), waited().toSeconds(), reason);
            lastReason = reason;
            lastLine = System.nanoTime();
        }
    }

    /** The code and what to do; the server's own words may differ from try to try and would flood the log. */
    private String reason(Status status) {
        return switch (status.getCode()) {
            case NOT_FOUND ->
                "the namespace " + profile.namespace() + " does not exist; create it with:"
                        + " temporal operator namespace create --namespace " + profile.namespace() + " --retention 30d";
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                "it refuses our credentials (" + status.getCode()
                        + ") for the namespace " + profile.namespace()
                        + "; check TEMPORAL_API_KEY, --temporal-api-key-file or the client certificate";
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                "it does not answer (" + status.getCode()
                        + "); check --temporal-address, TEMPORAL_ADDRESS and TLS settings";
            default -> "it answers " + status.getCode();
        };
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void warnOfShortRetention(DescribeNamespaceResponse namespace) {
        if (!namespace.getConfig().hasWorkflowExecutionRetentionTtl()) {
            return;
        }
        long days = Durations.toDays(namespace.getConfig().getWorkflowExecutionRetentionTtl());
        if (days < LEAST_RETENTION_DAYS) {
            LOG.warn(
                    "temporal keeps finished workflows for {} days only; to look back for a month run:"
                            + " temporal operator namespace update --namespace {} --retention {}d",
                    days,
                    profile.namespace(),
                    LEAST_RETENTION_DAYS);
        }
    }
}
