// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.access.Attempt;
import kamaji.capi.activities.access.VerifyAccess;
import kamaji.capi.activities.apply.ApplyTenantControlPlane;
import kamaji.capi.activities.connection.Throttle;
import kamaji.capi.activities.credentials.IssueCredentials;
import kamaji.capi.activities.deletion.DeleteTenantControlPlane;
import kamaji.capi.activities.deletion.ReleaseControlPlane;
import kamaji.capi.activities.endpoint.PublishEndpoint;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.reporting.Announcements;
import kamaji.capi.activities.reporting.ReportStatus;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;
import kamaji.capi.activities.upgrade.CheckUpgrade;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities;
import kamaji.capi.workflows.lifecycle.Target;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The steps against a Kubernetes API. Safe for use by many threads. */
public final class KubernetesControlPlaneActivities implements ControlPlaneActivities {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesControlPlaneActivities.class);

    private final String instance;
    private final Clock clock;
    private final LiveObjects live;
    private final ApplyTenantControlPlane apply;
    private final PublishEndpoint publish;
    private final IssueCredentials issue;
    private final VerifyAccess verify;
    private final CheckUpgrade check;
    private final ReportStatus report;
    private final DeleteTenantControlPlane delete;
    private final ReleaseControlPlane release;
    private final Throttle throttle;

    /**
     * Activities of one provider instance.
     *
     * @param client not closed here; must not try again by itself, and give up within ten seconds
     * @param instance name of the provider instance; references of another one are refused
     * @param infrastructure what is done with which infrastructure kind
     * @param external which references to other clusters are followed; the watcher must be given the same
     * @param upgradeVersions versions for the minors that an upgrade passes through; the watcher must be given the same
     */
    public KubernetesControlPlaneActivities(
            KubernetesClient client,
            String instance,
            AccessCheck accessCheck,
            InfrastructureKinds infrastructure,
            ExternalGates external,
            List<String> upgradeVersions,
            Clock clock) {
        this(
                client,
                instance,
                accessCheck,
                infrastructure,
                external,
                upgradeVersions,
                clock,
                new Throttle(System::nanoTime),
                unmeasured -> {});
    }

    /**
     * As the other, measured.
     *
     * @param throttle what the client's answers are seen by, so that it knows of pauses
     * @param onFirstReady gets how long ago a control plane was created that has become ready for the first time
     */
    public KubernetesControlPlaneActivities(
            KubernetesClient client,
            String instance,
            AccessCheck accessCheck,
            InfrastructureKinds infrastructure,
            ExternalGates external,
            List<String> upgradeVersions,
            Clock clock,
            Throttle throttle,
            Consumer<Duration> onFirstReady) {
        this.instance = instance;
        this.throttle = throttle;
        this.clock = clock;
        KubernetesApi api = new KubernetesApi(client, throttle);
        Announcements announcements = new Announcements(api, clock);
        this.live = new LiveObjects(api, new ServedKinds(client), infrastructure, upgradeVersions, external);
        this.apply = new ApplyTenantControlPlane(live, api, announcements);
        this.publish = new PublishEndpoint(live, api);
        this.issue = new IssueCredentials(live, api);
        this.verify = new VerifyAccess(live, api, accessCheck);
        this.check = new CheckUpgrade(live, api, verify);
        this.report = new ReportStatus(live, api, clock, onFirstReady);
        this.delete = new DeleteTenantControlPlane(live);
        this.release = new ReleaseControlPlane(live, api, announcements);
    }

    @Override
    public Facts observe(ClusterRef ref) {
        return step(ref, () -> live.all(ref).facts());
    }

    @Override
    public Checked checkUpgrade(Target target, UpgradePlan plan) {
        return step(target.ref(), () -> check.run(target, plan));
    }

    @Override
    public Applied applyTenantControlPlane(Target target) {
        return step(target.ref(), () -> apply.run(target));
    }

    @Override
    public Published publishEndpoint(Target target) {
        return step(target.ref(), () -> publish.run(target));
    }

    @Override
    public Credentials issueCredentials(Target target) {
        return step(target.ref(), () -> issue.run(target));
    }

    @Override
    public Access verifyAccess(Target target) {
        Attempt attempt = attempt(Activity.getExecutionContext().getInfo());
        return step(target.ref(), () -> verify.run(target, attempt), attempt.untilNext());
    }

    @Override
    public Reported reportStatus(Target target, StatusReport wanted) {
        return step(target.ref(), () -> report.run(target, wanted));
    }

    @Override
    public @Nullable TenantControlPlane deleteTenantControlPlane(Target target) {
        return step(target.ref(), () -> delete.run(target));
    }

    @Override
    public @Nullable String releaseControlPlane(Target target) {
        return step(target.ref(), () -> release.run(target));
    }

    private Attempt attempt(ActivityInfo info) {
        long age = Math.max(0, clock.millis() - info.getScheduledTimestamp());
        return new Attempt(info.getAttempt(), info.isLocal(), Duration.ofMillis(age));
    }

    private <T extends @Nullable Object> T step(ClusterRef ref, Supplier<T> work) {
        return step(ref, work, null);
    }

    private <T extends @Nullable Object> T step(ClusterRef ref, Supplier<T> work, @Nullable Duration untilNext) {
        try {
            if (!instance.equals(ref.instance())) {
                throw StepFailure.bug("this is provider instance " + instance + ", the run is of " + ref.instance()
                        + ": give each management cluster its own --instance");
            }
            if (!isQuiet()) {
                live.forget(ref);
            }
            return work.get();
        } catch (StepFailure failure) {
            throw thrown(ref, failure, untilNext);
        } catch (InvalidSpecException e) {
            throw thrown(ref, StepFailure.waitForChange(String.valueOf(e.getMessage())), null);
        } catch (KubernetesClientException e) {
            throw thrown(ref, ApiErrors.of(e, "API discovery"), null);
        } catch (RuntimeException e) {
            throw thrown(ref, StepFailure.bug("the provider failed: " + whereabouts(e)), null);
        }
    }

    /** Only the quiet attempts of a workflow task follow each other closely enough to share what they read. */
    private static boolean isQuiet() {
        try {
            return Activity.getExecutionContext().getInfo().isLocal();
        } catch (IllegalStateException outsideOfTemporal) {
            return false;
        }
    }

    private ApplicationFailure thrown(ClusterRef ref, StepFailure failure, @Nullable Duration untilNext) {
        LOG.atLevel(level(failure.kind(), untilNext != null))
                .log(
                        "step failed kind={} cause=\"{}\" namespace={} name={} workflowId={}",
                        failure.kind(),
                        failure.message(),
                        ref.namespace(),
                        ref.name(),
                        ref.workflowId());
        ApplicationFailure.Builder builder = ApplicationFailure.newBuilder()
                .setType(failure.kind().name())
                .setMessage(failure.message())
                .setNonRetryable(failure.kind() != Failure.Kind.RETRY);
        Duration pause = throttle.remaining();
        if (failure.kind() != Failure.Kind.RETRY) {
            return builder.build();
        }
        if (!pause.isZero()) {
            builder.setNextRetryDelay(pause);
        } else if (untilNext != null) {
            builder.setNextRetryDelay(untilNext);
        }
        return builder.build();
    }

    /** What is normal while a control plane starts is not worth a line for each try. */
    private static Level level(Failure.Kind kind, boolean polls) {
        return switch (kind) {
            case STALE -> Level.DEBUG;
            case RETRY -> polls ? Level.DEBUG : Level.INFO;
            case WAIT_FOR_CHANGE -> Level.INFO;
            case BUG -> Level.WARN;
        };
    }

    /** The message of an unexpected exception may quote what it choked on, so only its type and place are told. */
    private static String whereabouts(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
