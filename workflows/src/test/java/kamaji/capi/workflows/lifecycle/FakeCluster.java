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
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.Upgrade;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.facts.UpgradePlanning;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** One cluster in memory that the steps act on, with Kamaji and the user played by the test. */
public final class FakeCluster implements ControlPlaneActivities {
    public static final Endpoint ADDRESS = new Endpoint("192.0.2.10", 6443);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<StatusReport> reports = new CopyOnWriteArrayList<>();
    private final Map<Step, Queue<Failure.Kind>> failing = new EnumMap<>(Step.class);
    private final Map<Step, String> broken = new EnumMap<>(Step.class);
    private Spec spec = new Spec("u1", 1, 2, "v1.33.1", false, false, null, null);
    private boolean finalizer;
    private Ending ending = Ending.PLAIN;
    private @Nullable Endpoint endpoint;
    private @Nullable StatusReport status;
    private @Nullable String requestedAt;
    private @Nullable OwningCluster cluster = new OwningCluster("c1", "cu1", false, null, null);
    private @Nullable TenantControlPlane tenant;
    private @Nullable String asked;
    private List<String> inBetween = List.of();
    private @Nullable InfrastructureCluster infrastructure;
    private @Nullable ExternalCluster external;
    private Credentials credentials = Credentials.NONE;
    private @Nullable String expires;
    private @Nullable String wantedStore;
    private String usedStore = "default";
    private int rotations = 1;
    private long version = 1;

    /** What the user controls. */
    private record Spec(
            String uid,
            long generation,
            int replicas,
            String version,
            boolean deleting,
            boolean paused,
            @Nullable String invalid,
            @Nullable String ownerProblem) {
        Spec next(int replicas, String version) {
            return new Spec(uid, generation + 1, replicas, version, deleting, paused, null, null);
        }

        Spec with(boolean deleted, boolean pause, @Nullable String problem) {
            long changed = deleted == deleting ? generation : generation + 1;
            return new Spec(uid, changed, replicas, version, deleted, pause, null, problem);
        }
    }

    // What the user does.

    public synchronized void scale(int replicas) {
        spec = spec.next(replicas, spec.version);
        outdated();
    }

    public synchronized void upgrade(String wanted) {
        spec = spec.next(spec.replicas, wanted);
        outdated();
    }

    public synchronized void delete() {
        spec = spec.with(true, spec.paused, null);
    }

    /** What is true of the deletion that {@link #delete} begins. */
    public synchronized void ending(Ending changed) {
        ending = changed;
    }

    public synchronized void pause(boolean paused) {
        spec = spec.with(spec.deleting, paused, null);
    }

    public synchronized void recreate(String uid) {
        spec = new Spec(uid, 1, spec.replicas, spec.version, false, false, null, null);
        finalizer = false;
        endpoint = null;
        status = null;
        tenant = null;
        asked = null;
        credentials = Credentials.NONE;
    }

    public synchronized void disown(String problem) {
        spec = spec.with(spec.deleting, spec.paused, problem);
        cluster = null;
    }

    public synchronized void infrastructure(InfrastructureCluster present, OwningCluster owner) {
        infrastructure = present;
        cluster = owner;
    }

    /** The TenantControlPlane runs on another cluster, which cannot be worked with for this reason. */
    public synchronized void external(@Nullable String problem, boolean passing) {
        external = new ExternalCluster("TenantControlPlane away/kcp-u1", problem, passing);
    }

    public synchronized void passThrough(String... versions) {
        inBetween = List.of(versions);
    }

    public synchronized void store(String wanted) {
        spec = spec.next(spec.replicas, spec.version);
        wantedStore = wanted;
        outdated();
    }

    private void outdated() {
        TenantControlPlane old = tenant;
        if (old != null) {
            tenant = old.withApplied(false);
        }
    }

    // What Kamaji does.

    public synchronized void address() {
        tenant = tenant(true, ADDRESS, "Provisioning", null, 0, false);
    }

    public synchronized void run() {
        tenant = tenant(true, ADDRESS, "Ready", spec.version, spec.replicas, true);
    }

    public synchronized void roll(String phase, String runs, int replicas) {
        tenant = tenant(true, ADDRESS, phase, runs, replicas, true);
    }

    /** Every certificate is new, and the pods are in this phase. */
    public synchronized void rotate(String phase) {
        rotations++;
        expires = "2028-01-31T10:00:0" + rotations + "Z";
        TenantControlPlane old = Objects.requireNonNull(tenant);
        tenant = tenant(old.applied(), ADDRESS, phase, old.version(), old.replicas(), true);
        credentials = new Credentials(Credentials.State.STALE, Credentials.State.STALE);
    }

    /** The data has been moved. */
    public synchronized void migrated(String phase) {
        usedStore = Objects.requireNonNull(wantedStore);
        tenant = tenant(true, ADDRESS, phase, asked, spec.replicas, true);
    }

    /** A published Secret is deleted, edited or relabelled. */
    public synchronized void spoil(Credentials.State state) {
        credentials = new Credentials(state, Credentials.State.CURRENT);
    }

    /** The TenantControlPlane as it is after a restore: it names an owner that is gone. */
    public synchronized void owned(String byAnother) {
        tenant = Objects.requireNonNull(tenant).withOwner(byAnother, true).withApplied(false);
    }

    public synchronized void restored(String uid) {
        TenantControlPlane kept = tenant;
        String keptVersion = asked;
        recreate(uid);
        tenant = kept;
        asked = keptVersion;
    }

    /** The pods run the version that the TenantControlPlane carries. */
    public synchronized void rolled() {
        tenant = tenant(true, ADDRESS, "Ready", asked, spec.replicas, true);
    }

    public synchronized void removed() {
        tenant = null;
    }

    /** What Kamaji does next by itself, if anything. */
    public synchronized void kamaji() {
        TenantControlPlane now = current();
        if (now == null) {
            return;
        }
        if (now.deleting()) {
            removed();
        } else if (now.applied() && now.endpoint() == null) {
            address();
        } else if (now.applied() && spec.replicas == 0) {
            roll("Sleeping", Objects.requireNonNull(asked), 0);
        } else if (now.applied()) {
            rolled();
        }
    }

    /** Someone deletes the TenantControlPlane, and what it owns goes with it. */
    public synchronized void lostTenant() {
        tenant = null;
        asked = null;
        credentials = Credentials.NONE;
    }

    /** Someone deletes the published Secrets. */
    public synchronized void lostCredentials() {
        credentials = Credentials.NONE;
    }

    private TenantControlPlane tenant(
            boolean applied,
            @Nullable Endpoint address,
            @Nullable String phase,
            @Nullable String runs,
            int replicas,
            boolean secrets) {
        SourceSecret kubeconfig = secrets ? new SourceSecret("kcp-admin-kubeconfig", "k" + rotations) : null;
        SourceSecret ca = secrets ? new SourceSecret("kcp-ca", "a" + rotations) : null;
        return new TenantControlPlane(
                "t1",
                false,
                null,
                applied,
                true,
                address,
                phase,
                runs,
                replicas,
                replicas,
                replicas,
                replicas,
                "kamaji.clastix.io/name=kcp",
                kubeconfig,
                ca,
                false,
                usedStore,
                null,
                Deviations.NONE);
    }

    // What goes wrong.

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

    // What the steps do.

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
                ? spec.version
                : seen.upgrade().carries();
        TenantControlPlane old = tenant;
        tenant = old == null
                ? tenant(true, null, null, null, 0, false)
                : old.withApplied(true).withOwner(null, false).withPhase(old.adoptable() ? old.phase() : "Upgrading");
        version++;
        return new Applied(controlPlane(), Objects.requireNonNull(current()));
    }

    @Override
    public synchronized Published publishEndpoint(Target target) {
        fail(Step.PUBLISH_ENDPOINT);
        endpoint = ADDRESS;
        spec = spec.next(spec.replicas, spec.version);
        InfrastructureCluster present = infrastructure;
        if (present != null) {
            infrastructure = new InfrastructureCluster(present.behaviour(), true, ADDRESS, null, true, null, null);
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

    // What is there.

    public synchronized Facts facts() {
        return new Facts(
                controlPlane(),
                cluster,
                external == null || external.known() ? current() : null,
                wantedStore == null ? null : new DataStore(true, true, null),
                infrastructure,
                credentials,
                List.of(),
                spec.deleting ? ending : null,
                external);
    }

    private ControlPlane controlPlane() {
        StatusReport now = status;
        return new ControlPlane(
                spec.uid,
                String.valueOf(version),
                spec.generation,
                spec.deleting,
                finalizer,
                spec.paused,
                requestedAt,
                spec.ownerProblem,
                spec.invalid,
                spec.version,
                spec.replicas,
                wantedStore,
                endpoint,
                false,
                now != null && now.initialized(),
                now == null ? null : access(now),
                now == null ? null : now.hash(),
                now == null ? null : now.upgrade(),
                now == null ? null : now.settled());
    }

    /** The TenantControlPlane with what its version asks for. */
    private @Nullable TenantControlPlane current() {
        TenantControlPlane now = tenant;
        if (now == null) {
            return null;
        }
        boolean steady =
                "Sleeping".equals(now.phase()) || ("Ready".equals(now.phase()) && Objects.equals(now.version(), asked));
        Upgrade upgrade = new UpgradePlanning(
                        spec.version, now.version(), asked, steady, inBetween, status == null ? null : status.upgrade())
                .upgrade()
                .orElse(null);
        return now.withApplied(now.applied() && (upgrade == null || upgrade.written()))
                .withUpgrade(upgrade);
    }

    private static @Nullable String access(StatusReport status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("AccessVerified"))
                .map(condition -> condition.status() + "/" + condition.reason())
                .findFirst()
                .orElse(null);
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
