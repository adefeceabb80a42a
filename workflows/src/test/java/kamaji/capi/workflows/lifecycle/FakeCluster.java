// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** One cluster in memory that the steps of the provider act on, with Kamaji and the user played by the test. */
public final class FakeCluster extends FakeKamaji implements ControlPlaneActivities {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<StatusReport> reports = new CopyOnWriteArrayList<>();
    private final Map<Step, Queue<Failure.Kind>> failing = new EnumMap<>(Step.class);
    private final Map<Step, String> broken = new EnumMap<>(Step.class);

    /** The next attempts of a step fail. */
    public synchronized void failNext(Step step, Failure.Kind kind, int times) {
        Queue<Failure.Kind> queue = failing.computeIfAbsent(step, unused -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(kind);
        }
    }

    /** Every attempt of a step fails until it is mended. */
    public synchronized void breakStep(Step step, String message) {
        broken.put(step, message);
    }

    public synchronized void mend(Step step) {
        broken.remove(step);
    }

    private void fail(Step step) {
        calls.add(step.activity());
        if (broken.containsKey(step)) {
            throw failure(Failure.Kind.RETRY, broken.get(step));
        }
        Queue<Failure.Kind> queue = failing.getOrDefault(step, new ArrayDeque<>());
        Failure.Kind kind = queue.poll();
        if (kind != null) {
            throw failure(kind, step.activity() + " went wrong");
        }
    }

    private static ApplicationFailure failure(Failure.Kind kind, String message) {
        return ApplicationFailure.newBuilder()
                .setType(kind.name())
                .setMessage(message)
                .setNonRetryable(kind != Failure.Kind.RETRY)
                .build();
    }

    @Override
    public synchronized Facts observe(ClusterRef ref) {
        fail(Step.OBSERVE);
        return facts();
    }

    @Override
    public synchronized Checked checkUpgrade(Target target, UpgradePlan plan) {
        fail(Step.CHECK_UPGRADE);
        return new Checked(plan.current(), null);
    }

    @Override
    public synchronized Applied applyTenantControlPlane(Target target) {
        fail(Step.APPLY_TENANT_CONTROL_PLANE);
        finalizer = true;
        TenantControlPlane seen = current();
        asked = seen == null || seen.upgrade() == null
                ? spec.version()
                : seen.upgrade().carries();
        TenantControlPlane old = tenant;
        tenant = old == null
                ? tenant(true, null, null, null, 0, false)
                : old.withApplied(true)
                        .withOwner(null, false)
                        .withPhase(old.adoptable() ? old.phase() : "Upgrading")
                        .withDeviations(new Deviations(List.of(), unknown, List.of()));
        version++;
        return new Applied(controlPlane(), Objects.requireNonNull(current()));
    }

    @Override
    public synchronized Published publishEndpoint(Target target) {
        fail(Step.PUBLISH_ENDPOINT);
        endpoint = address;
        spec = spec.next(spec.replicas(), spec.version());
        InfrastructureCluster present = infrastructure;
        if (present != null) {
            infrastructure = new InfrastructureCluster(present.behaviour(), true, address, null, true, null, null);
        }
        version++;
        return new Published(controlPlane(), infrastructure);
    }

    @Override
    public synchronized Credentials issueCredentials(Target target) {
        fail(Step.ISSUE_CREDENTIALS);
        credentials = new Credentials(Credentials.State.CURRENT, Credentials.State.CURRENT, expires);
        return credentials;
    }

    @Override
    public synchronized Access verifyAccess(Target target) {
        fail(Step.VERIFY_ACCESS);
        return new Access(Access.Verdict.ALLOWED, null);
    }

    @Override
    public synchronized Reported reportStatus(Target target, StatusReport report) {
        fail(Step.REPORT_STATUS);
        reports.add(report);
        StatusReport before = status;
        status = report.partial() && before != null ? before.with(report.settled()) : report;
        version++;
        return new Reported(controlPlane());
    }

    @Override
    public synchronized @Nullable TenantControlPlane deleteTenantControlPlane(Target target) {
        fail(Step.DELETE_TENANT_CONTROL_PLANE);
        tenant = tenant == null ? null : tenant.withDeletion();
        return tenant;
    }

    @Override
    public synchronized @Nullable String releaseControlPlane(Target target) {
        fail(Step.RELEASE_CONTROL_PLANE);
        finalizer = false;
        return tenant == null ? null : "left the TenantControlPlane behind: " + ending.forced();
    }

    public List<String> calls() {
        return new ArrayList<>(calls);
    }

    public long called(Step step) {
        return calls.stream().filter(step.activity()::equals).count();
    }

    public List<StatusReport> reports() {
        return List.copyOf(reports);
    }

    /** The condition of a type in the last report that has it. */
    public Condition told(String type) {
        return reports.stream()
                .flatMap(report -> report.conditions().stream())
                .filter(condition -> condition.type().equals(type))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no condition " + type + " was reported"));
    }
}
