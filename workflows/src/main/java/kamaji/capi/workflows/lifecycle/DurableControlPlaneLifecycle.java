// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** Observes, decides, acts and waits, until nothing is outstanding or nothing can be done. */
public final class DurableControlPlaneLifecycle implements ControlPlaneLifecycle {
    /** A wait is looked at again after this long even if nothing is heard, at first. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(30);

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
    /** Machines are not watched: whether workers remain is looked at this often, and only while they are waited for. */
    private static final Duration WORKERS_LOOK = Duration.ofSeconds(15);
    /** Trouble that is over sooner is not worth a status write. */
    private static final Duration TROUBLE = Duration.ofSeconds(5);

    private final ClusterRef ref;
    private final Steps steps = new Steps(() -> woken = true);
    private boolean woken = true;
    private boolean observed;
    private boolean troubled;
    private long since;
    private int waits;
    private Duration look = FIRST_LOOK;
    private Facts facts = Facts.GONE;
    private String leftBehind = "";
    private @Nullable Access access;
    private @Nullable String checked;
    private @Nullable String toldInPart;
    private Decision decision;

    @WorkflowInit
    public DurableControlPlaneLifecycle(ClusterRef ref) {
        this.ref = ref;
        this.decision = decide();
    }

    @Override
    public Result run(ClusterRef sameRef) {
        while (true) {
            if (woken || !observed) {
                observe();
                continue;
            }
            decideAnew();
            act();
            Workflow.setCurrentDetails(describe().markdown());
            if (!steps.isIdle()) {
                awaitProgress();
            } else if (decision.outcome().ends() && !reportOutstanding()) {
                Workflow.await(() -> woken || Workflow.isEveryHandlerFinished());
                if (!woken) {
                    boolean gone = decision.outcome().kind() == Outcome.Kind.GONE;
                    return new Result(
                            decision.outcome().kind().text(),
                            gone ? leftBehind : decision.outcome().cause());
                }
            } else {
                awaitChange();
            }
        }
    }

    /** Everything is known anew; a cluster under another UID has no past in this run. */
    private void observe() {
        woken = false;
        observed = false;
        if (steps.mayStart(Step.OBSERVE, "")) {
            steps.start(Step.OBSERVE, "", "", activities -> activities.observe(ref), this::observed);
            Workflow.await(() -> !steps.isRunning(Step.OBSERVE));
        } else {
            String cause = "the Kubernetes API does not answer: " + steps.failures();
            Workflow.setCurrentDetails(describe().markdown());
            ScopedTimer.await(steps.nextTry(LONGEST_LOOK), cause, () -> woken);
        }
    }

    private void observed(Facts seen) {
        if (!uid(seen).equals(uid(facts))) {
            access = null;
            toldInPart = null;
            steps.forgive();
        } else if (!Objects.equals(version(seen), version(facts))) {
            access = null; // another API server runs than the one that was asked
        }
        checked = null;
        steps.lookedAnew();
        troubled = false;
        observed = true;
        facts = seen;
    }

    /** A cause that changes begins anew: how long the present one lasts is what people ask. */
    private void decideAnew() {
        String before = decision.outcome().cause();
        decision = decide();
        if (since == 0 || !before.equals(decision.outcome().cause())) {
            since = Workflow.currentTimeMillis();
        }
    }

    private Decision decide() {
        return Decisions.decide(ref, facts, new RunState(steps.failures(), access, checked));
    }

    /** Takes every step that is due, side by side, and tells about it once there is something worth telling. */
    private void act() {
        String inputs = inputs();
        String digest = facts.digest();
        steps.giveUpAllBut(decision.due(), inputs);
        for (Step step : decision.due()) {
            if (steps.mayStart(step, digest)) {
                start(step, inputs, digest);
            }
        }
        StatusReport report = decision.report();
        if (report != null && worthTelling(report) && steps.mayStart(Step.REPORT_STATUS, report.hash())) {
            steps.start(
                    Step.REPORT_STATUS,
                    inputs,
                    report.hash(),
                    activities -> activities.reportStatus(target(), report),
                    reported -> told(report, reported.controlPlane()));
        }
    }

    private void start(Step step, String inputs, String digest) {
        Target target = target();
        switch (step) {
            case CHECK_UPGRADE -> {
                UpgradePlan plan = plan();
                steps.start(
                        step,
                        inputs,
                        digest,
                        activities -> activities.checkUpgrade(target, plan),
                        answer -> checked = answer.version());
            }
            case APPLY_TENANT_CONTROL_PLANE ->
                steps.start(
                        step,
                        inputs,
                        digest,
                        activities -> activities.applyTenantControlPlane(target),
                        applied -> facts = facts.with(applied.controlPlane()).with(applied.tenant()));
            case PUBLISH_ENDPOINT ->
                steps.start(
                        step,
                        inputs,
                        digest,
                        activities -> activities.publishEndpoint(target),
                        published ->
                                facts = facts.with(published.controlPlane()).with(published.infrastructure()));
            case ISSUE_CREDENTIALS ->
                steps.start(
                        step,
                        inputs,
                        digest,
                        activities -> activities.issueCredentials(target),
                        issued -> facts = facts.with(issued));
            case VERIFY_ACCESS ->
                steps.start(
                        step, inputs, digest, activities -> activities.verifyAccess(target), answer -> access = answer);
            case DELETE_TENANT_CONTROL_PLANE ->
                steps.start(
                        step,
                        inputs,
                        digest,
                        activities -> activities.deleteTenantControlPlane(target),
                        left -> facts = facts.with(left));
            case RELEASE_CONTROL_PLANE ->
                steps.start(step, inputs, digest, activities -> released(activities, target), left -> {
                    facts = Facts.GONE;
                    leftBehind = left;
                });
            case OBSERVE, REPORT_STATUS -> throw new IllegalStateException(step + " is never due by itself");
        }
    }

    private static String released(ControlPlaneActivities activities, Target target) {
        return Objects.requireNonNullElse(activities.releaseControlPlane(target), "");
    }

    private UpgradePlan plan() {
        TenantControlPlane tenant = facts.tenant();
        if (tenant == null || tenant.upgrade() == null || tenant.upgrade().plan() == null) {
            throw new IllegalStateException("a hop is due only by a plan");
        }
        return tenant.upgrade().plan();
    }

    /**
     * A report waits for quiet steps to end. The first wait of a new cluster is not told: it is mostly over before
     * anybody could read it, and when it lasts the watcher asks.
     */
    private boolean worthTelling(StatusReport report) {
        if (alreadyTold(report)) {
            return false;
        }
        if (!steps.isIdle()) {
            return steps.onlyLoud() && troubled;
        }
        if (decision.outcome().ends() || !decision.due().isEmpty()) {
            return true;
        }
        ControlPlane controlPlane = facts.controlPlane();
        return waits > 0 || (controlPlane != null && controlPlane.endpoint() != null);
    }

    /** Whether the last report could not be written and may be later: the run does not end untold. */
    private boolean reportOutstanding() {
        StatusReport report = decision.report();
        return report != null
                && !alreadyTold(report)
                && steps.failures().stream()
                        .anyMatch(failure ->
                                failure.step() == Step.REPORT_STATUS && failure.kind() != Failure.Kind.WAIT_FOR_CHANGE);
    }

    private boolean alreadyTold(StatusReport report) {
        ControlPlane controlPlane = facts.controlPlane();
        String told = report.partial() || controlPlane == null ? toldInPart : controlPlane.reported();
        return report.hash().equals(told);
    }

    private void told(StatusReport report, ControlPlane changed) {
        facts = facts.with(changed);
        toldInPart = report.partial() ? report.hash() : null;
    }

    /** Waits for a step to end or fail, or for a signal; trouble that lasts is told. */
    private void awaitProgress() {
        int before = steps.changes();
        if (steps.onlyLoud() && !troubled) {
            ScopedTimer.await(TROUBLE, decision.outcome().cause(), () -> woken || steps.changes() > before);
            troubled = !woken && steps.changes() == before;
        } else {
            Workflow.await(() -> woken || steps.changes() > before);
        }
    }

    /** Waits for a signal; looks by itself after a while, in case none comes. */
    private void awaitChange() {
        if (Workflow.getInfo().isContinueAsNewSuggested()) {
            Workflow.continueAsNew(ref);
        }
        waits++;
        boolean workers = facts.waitsForWorkers();
        Duration longest = workers ? WORKERS_LOOK : look;
        ScopedTimer.await(steps.nextTry(longest), decision.outcome().cause(), () -> woken);
        if (!woken && workers) {
            woken = true;
        } else if (!woken) {
            look = look.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? look.multipliedBy(2) : LONGEST_LOOK;
            woken = true;
        }
    }

    @Override
    public void changed(String hint) {
        woken = true;
        look = FIRST_LOOK;
    }

    @Override
    public Description reconcileNow() {
        steps.forgive();
        woken = true;
        return describe();
    }

    @Override
    public Description describe() {
        return new Description(
                decision.outcome().kind().text(),
                decision.outcome().cause(),
                steps.running().stream().map(Step::activity).toList(),
                steps.failures().stream()
                        .map(failure -> failure.step().activity() + ": " + failure.message())
                        .toList(),
                since == 0 ? null : Instant.ofEpochMilli(since).toString());
    }

    private Target target() {
        ControlPlane controlPlane = Objects.requireNonNull(facts.controlPlane(), "nothing is due for what is gone");
        return new Target(ref, controlPlane.uid(), controlPlane.resourceVersion());
    }

    /** What a step that keeps failing was started for: with other inputs it starts afresh instead of waiting. */
    private String inputs() {
        ControlPlane controlPlane = facts.controlPlane();
        TenantControlPlane tenant = facts.tenant();
        return controlPlane == null
                ? ""
                : String.join(
                        "/",
                        controlPlane.uid(),
                        String.valueOf(controlPlane.generation()),
                        String.valueOf(controlPlane.requestedAt()),
                        tenant == null ? "" : tenant.uid());
    }

    private static @Nullable String version(Facts facts) {
        return facts.tenant() == null ? null : facts.tenant().version();
    }

    private static String uid(Facts facts) {
        return facts.controlPlane() == null ? "" : facts.controlPlane().uid();
    }
}
