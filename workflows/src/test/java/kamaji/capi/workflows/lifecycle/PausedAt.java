// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * Pauses the control plane in the middle of a step: after it was begun and before it does anything. Steps look for a pause
 * before they write, as the real ones do, and what was written since is kept.
 */
final class PausedAt implements ControlPlaneActivities {
    private final FakeCluster cluster;
    private final List<String> begun = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private int at = -1;

    PausedAt(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** The step to pause in, counted from the next one, which is 0. */
    synchronized void pauseIn(int step) {
        at = begun.size() + step;
    }

    /** All steps so far. */
    synchronized List<String> begun() {
        return List.copyOf(begun);
    }

    /** What was written from the pause on, until its end. */
    synchronized List<String> written() {
        return List.copyOf(written);
    }

    private synchronized <T extends @Nullable Object> T take(Step next, boolean refusesPause, Supplier<T> work) {
        if (begun.size() == at) {
            cluster.pause(true);
        }
        begun.add(next.activity());
        boolean paused = cluster.facts().paused();
        if (paused && refusesPause) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the KamajiControlPlane is paused", Failure.Kind.STALE.name());
        }
        T result = work.get();
        if (paused && next != Step.OBSERVE) {
            written.add(next.activity());
        }
        return result;
    }

    @Override
    public Facts observe(ClusterRef ref) {
        return take(Step.OBSERVE, false, () -> cluster.observe(ref));
    }

    @Override
    public Checked checkUpgrade(Target target, UpgradePlan plan) {
        return take(Step.CHECK_UPGRADE, true, () -> cluster.checkUpgrade(target, plan));
    }

    @Override
    public Applied applyTenantControlPlane(Target target) {
        return take(Step.APPLY_TENANT_CONTROL_PLANE, true, () -> cluster.applyTenantControlPlane(target));
    }

    @Override
    public Published publishEndpoint(Target target) {
        return take(Step.PUBLISH_ENDPOINT, true, () -> cluster.publishEndpoint(target));
    }

    @Override
    public Credentials issueCredentials(Target target) {
        return take(Step.ISSUE_CREDENTIALS, true, () -> cluster.issueCredentials(target));
    }

    @Override
    public Access verifyAccess(Target target) {
        return take(Step.VERIFY_ACCESS, true, () -> cluster.verifyAccess(target));
    }

    /** Guarded by the version that was observed, which the annotation of a pause changes. */
    @Override
    public Reported reportStatus(Target target, StatusReport report) {
        boolean tellsOfIt = report.conditions().stream()
                .anyMatch(condition -> condition.type().equals("Paused") && condition.isTrue());
        return take(Step.REPORT_STATUS, !tellsOfIt, () -> cluster.reportStatus(target, report));
    }

    @Override
    public @Nullable TenantControlPlane deleteTenantControlPlane(Target target) {
        return take(Step.DELETE_TENANT_CONTROL_PLANE, true, () -> cluster.deleteTenantControlPlane(target));
    }

    @Override
    public @Nullable String releaseControlPlane(Target target) {
        return take(Step.RELEASE_CONTROL_PLANE, true, () -> cluster.releaseControlPlane(target));
    }
}
