// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;
import kamaji.capi.workflows.lifecycle.Description;
import kamaji.capi.workflows.status.Cause;
import kamaji.capi.workflows.status.ConditionGuide;
import kamaji.capi.workflows.status.FirstCause;
import org.jspecify.annotations.Nullable;

/**
 * What a control plane waits for.
 *
 * @param outcome Converged, Blocked, Paused, InProgress, or New when nobody has looked yet
 * @param waitsFor the cause, null when nothing is waited for
 * @param condition the condition that tells it, as {@code Type=Status (Reason)}
 * @param since since when that condition stands
 * @param nextTry when it is looked at again, in words
 * @param cure what a person can do
 * @param trying steps that are being tried again
 * @param failures what the run says has failed
 * @param notes what else should be known, such as that Temporal does not answer
 */
record Why(
        String namespace,
        String name,
        String outcome,
        @Nullable String waitsFor,
        @Nullable String condition,
        @Nullable Instant since,
        @Nullable String nextTry,
        @Nullable String cure,
        List<RunNow.PendingStep> trying,
        List<String> failures,
        @Nullable String workflow,
        @Nullable String runId,
        @Nullable String link,
        List<String> notes) {
    private static final int WEDGED_ATTEMPTS = 5;
    /**
     * From the object, and from its newest run as far as Temporal knows it.
     *
     * @param run null when Temporal knows none or was not asked
     * @param now for words such as "in 5s"
     */
    static Why of(
            KamajiControlPlane controlPlane,
            @Nullable RunNow run,
            @Nullable String workflow,
            @Nullable String link,
            List<String> notes,
            Instant now) {
        Optional<Condition> waited = waited(controlPlane);
        List<String> all = new ArrayList<>(notes);
        if (run != null && run.taskAttempts() >= WEDGED_ATTEMPTS) {
            all.add("the run cannot go on (workflow task tried " + run.taskAttempts()
                    + " times): a defect of the provider; see its log, and send what 'kubectl ktcp export' writes");
        }
        String outcome = outcome(controlPlane, run);
        Description described = run == null ? null : run.described();
        return new Why(
                controlPlane.getMetadata().getNamespace(),
                controlPlane.getMetadata().getName(),
                outcome,
                waitsFor(waited, described, outcome),
                waited.map(one -> one.getType() + "=" + one.getStatus() + " (" + one.getReason() + ")")
                        .orElse(null),
                waited.map(Condition::getLastTransitionTime).map(Instant::parse).orElse(null),
                nextTry(outcome, run, now),
                waited.flatMap(one -> ConditionGuide.of(one.getType(), one.getStatus(), one.getReason()))
                        .map(ConditionGuide::cure)
                        .orElse(outcome.equals("New") ? newCure() : null),
                run == null ? List.of() : run.steps(),
                described == null ? List.of() : described.failures(),
                workflow,
                run == null ? null : run.runId(),
                link,
                all);
    }

    private static String newCure() {
        return "See whether the provider runs, watches this namespace, and is ready: its readyz says what is missing.";
    }

    private static String outcome(KamajiControlPlane controlPlane, @Nullable RunNow run) {
        KamajiControlPlaneStatus status = controlPlane.getStatus();
        if (run != null && run.open()) {
            return "InProgress";
        }
        if (status != null && status.settled() != null && status.settled().result() != null) {
            return status.settled().result();
        }
        boolean untold = status == null
                || status.conditions() == null
                || status.conditions().isEmpty();
        return untold ? "New" : "InProgress";
    }

    private static @Nullable String waitsFor(
            Optional<Condition> waited, @Nullable Description described, String outcome) {
        if (described != null && !described.cause().isEmpty()) {
            return described.cause();
        }
        if (waited.isPresent()) {
            return Cause.bare(Objects.requireNonNullElse(waited.get().getMessage(), ""));
        }
        return outcome.equals("New") ? "nobody has looked at it yet" : null;
    }

    private static Optional<Condition> waited(KamajiControlPlane controlPlane) {
        KamajiControlPlaneStatus status = controlPlane.getStatus();
        List<Condition> conditions =
                status == null || status.conditions() == null ? List.<Condition>of() : status.conditions();
        Map<String, Condition> byType = conditions.stream()
                .collect(Collectors.toMap(Condition::getType, Function.identity(), (first, second) -> first));
        return FirstCause.of(type -> {
                    Condition one = byType.get(type.text());
                    return one == null ? null : one.getStatus() + "/" + one.getReason();
                })
                .map(row -> byType.get(row.type().text()));
    }

    private static @Nullable String nextTry(String outcome, @Nullable RunNow run, Instant now) {
        if (run != null && run.open()) {
            Instant step = run.steps().stream()
                    .map(RunNow.PendingStep::nextTry)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .orElse(null);
            Instant next = step != null ? step : run.looksAgain();
            return next == null ? "now" : when(next, now) + (step != null ? "" : ", and at every change");
        }
        return switch (outcome) {
            case "Converged", "Gone" -> null;
            case "Paused" -> "when the pause is lifted";
            case "Blocked" -> "at every change, and at each sweep of the provider (--sync-period, 10m by default)";
            default -> "at every change";
        };
    }

    private static String when(Instant next, Instant now) {
        java.time.Duration left = java.time.Duration.between(now, next);
        return left.isNegative() ? "now" : "in " + Table.age(left);
    }
}
