// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps side by side: quietly at first, as a local activity with one attempt; when that fails, loudly, as a regular
 * activity whose attempts and last failure the Temporal UI shows. Remembers which steps failed and when each may be
 * tried again.
 */
final class Steps {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final int MOST_STALE = 5;

    private final ControlPlaneActivities quiet = Workflow.newLocalActivityStub(
            ControlPlaneActivities.class, StepOptions.quiet(), StepOptions.quietExceptions());
    private final Map<Step, Attempt> running = new EnumMap<>(Step.class);
    private final Map<Step, Failure> failures = new EnumMap<>(Step.class);
    private final Map<Step, Backoff> backoffs = new EnumMap<>(Step.class);
    private final Map<Step, String> succeeded = new EnumMap<>(Step.class);
    private final Map<Step, Integer> staleInARow = new EnumMap<>(Step.class);
    private final Runnable onStale;
    private int changes;

    /** @param onStale called when a step finds that the objects are no longer those that were observed */
    Steps(Runnable onStale) {
        this.onStale = onStale;
    }

    /** A step under way: for which inputs it was started, and whether it has become loud. */
    private static final class Attempt {
        private final String inputs;
        private boolean loud;
        private @Nullable CancellationScope scope;

        Attempt(String inputs) {
            this.inputs = inputs;
        }
    }

    /** When a step that used up its attempts may run again, unless the facts change first. */
    private record Backoff(String basis, Duration length, long until) {}

    /**
     * Starts a step.
     *
     * @param inputs what the step depends on: a loud step for other inputs is given up by {@link #giveUpAllBut}
     * @param basis what it was decided on: after success it is not started again on the same basis
     */
    <R> void start(Step step, String inputs, String basis, Function<ControlPlaneActivities, R> call, Consumer<R> fold) {
        Attempt attempt = new Attempt(inputs);
        running.put(step, attempt);
        CancellationScope scope =
                Workflow.newCancellationScope(() -> Async.procedure(() -> attempt(step, attempt, basis, call, fold)));
        attempt.scope = scope;
        scope.run();
    }

    private <R> void attempt(
            Step step, Attempt attempt, String basis, Function<ControlPlaneActivities, R> call, Consumer<R> fold) {
        try {
            succeeded(step, attempt, basis, call.apply(quiet), fold);
        } catch (TemporalFailure first) {
            if (givenUp(step, attempt) || stale(step, first)) {
                return;
            }
            failed(step, first, basis);
            attempt.loud = true;
            changes++;
            loudly(step, attempt, basis, call, fold);
        }
    }

    private <R> void loudly(
            Step step, Attempt attempt, String basis, Function<ControlPlaneActivities, R> call, Consumer<R> fold) {
        ControlPlaneActivities loud = Workflow.newActivityStub(
                ControlPlaneActivities.class, StepOptions.loud(step, message(failures.get(step))));
        try {
            succeeded(step, attempt, basis, call.apply(loud), fold);
        } catch (TemporalFailure last) {
            if (givenUp(step, attempt) || stale(step, last)) {
                return;
            }
            failed(step, last, basis);
            backOff(step, basis);
            running.remove(step);
            changes++;
        }
    }

    private <R> void succeeded(Step step, Attempt attempt, String basis, R result, Consumer<R> fold) {
        if (givenUp(step, attempt)) {
            return;
        }
        running.remove(step);
        failures.remove(step);
        backoffs.remove(step);
        staleInARow.remove(step);
        succeeded.put(step, basis);
        changes++;
        fold.accept(result);
    }

    private boolean givenUp(Step step, Attempt attempt) {
        return running.get(step) != attempt;
    }

    /** Looks anew at once, but not for ever: a step that finds nothing else than stale objects fails like any other. */
    private boolean stale(Step step, TemporalFailure failure) {
        if (kind(failure) != Failure.Kind.STALE || staleInARow.merge(step, 1, Integer::sum) > MOST_STALE) {
            return false;
        }
        running.remove(step);
        changes++;
        onStale.run();
        return true;
    }

    private void failed(Step step, TemporalFailure failure, String basis) {
        Failure before = failures.get(step);
        String message = message(failure);
        long since = before != null && before.message().equals(message) ? before.since() : Workflow.currentTimeMillis();
        failures.put(step, new Failure(step, kind(failure), message, basis, since));
    }

    private void backOff(Step step, String basis) {
        Backoff before = backoffs.get(step);
        Duration length = before == null || !before.basis().equals(basis)
                ? FIRST_BACKOFF
                : shorter(before.length().multipliedBy(2), LONGEST_BACKOFF);
        backoffs.put(step, new Backoff(basis, length, Workflow.currentTimeMillis() + length.toMillis()));
    }

    /** Gives up loud steps that are no longer due or were started for other inputs; quiet ones end by themselves soon. */
    void giveUpAllBut(List<Step> due, String inputs) {
        for (Step step : List.copyOf(running.keySet())) {
            Attempt attempt = running.get(step);
            boolean wanted = step == Step.REPORT_STATUS || due.contains(step);
            if (attempt != null && attempt.loud && !(wanted && attempt.inputs.equals(inputs))) {
                running.remove(step);
                failures.remove(step);
                if (attempt.scope != null) {
                    attempt.scope.cancel();
                }
            }
        }
    }

    /**
     * Whether a step may start: it is not under way, nor backing off on the same basis. Nor has it just succeeded on it: a
     * step that changes nothing would otherwise be taken again without end.
     */
    boolean mayStart(Step step, String basis) {
        Backoff backoff = backoffs.get(step);
        boolean backingOff =
                backoff != null && backoff.basis().equals(basis) && Workflow.currentTimeMillis() < backoff.until();
        return !running.containsKey(step) && !backingOff && !basis.equals(succeeded.get(step));
    }

    /**
     * How long until the first step that backs off may run, at most the given time. One that may run already and does not is
     * not due: it is nothing to wait for.
     */
    Duration nextTry(Duration longest) {
        long now = Workflow.currentTimeMillis();
        return backoffs.values().stream()
                .filter(backoff -> backoff.until() > now)
                .map(backoff -> Duration.ofMillis(backoff.until() - now))
                .reduce(longest, Steps::shorter);
    }

    /** The world has been looked at anew: what succeeded before may be needed again. */
    void lookedAnew() {
        succeeded.clear();
    }

    /** Forgets every failure, so that all may be tried at once. */
    void forgive() {
        failures.clear();
        backoffs.clear();
    }

    boolean isRunning(Step step) {
        return running.containsKey(step);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /** Whether nothing is under way but steps that have already failed once. */
    boolean onlyLoud() {
        return running.values().stream().allMatch(attempt -> attempt.loud);
    }

    List<Step> running() {
        return List.copyOf(running.keySet());
    }

    List<Failure> failures() {
        return List.copyOf(failures.values());
    }

    /** Counts what has happened, so that a waiter can tell that something did. */
    int changes() {
        return changes;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Failure.Kind kind(TemporalFailure failure) {
        return failure.getCause() instanceof ApplicationFailure thrown
                ? Failure.Kind.ofType(thrown.getType())
                : Failure.Kind.RETRY;
    }

    private static String message(TemporalFailure failure) {
        if (failure instanceof ActivityFailure && failure.getCause() instanceof ApplicationFailure thrown) {
            return thrown.getOriginalMessage();
        }
        return failure instanceof CanceledFailure ? "cancelled" : "no answer in time";
    }

    private static String message(@Nullable Failure failure) {
        return failure == null ? "" : failure.message();
    }
}
