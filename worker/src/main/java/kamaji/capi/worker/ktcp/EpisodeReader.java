// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kamaji.capi.workflows.decision.Purpose;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.lifecycle.Result;
import org.jspecify.annotations.Nullable;

/** Reads a run's history into an {@link Episode}. What it does not know it leaves out. */
final class EpisodeReader {
    private static final String LOCAL_ACTIVITY = "LocalActivity";
    private static final DataConverter CONVERTER = kamaji.capi.workflows.lifecycle.Payloads.converter();

    private final WorkflowExecutionHistory history;
    private final Map<Long, Begun> open = new HashMap<>();
    private final List<Episode.Step> steps = new ArrayList<>();
    private String trigger = "";
    private @Nullable Facts first;
    private Instant taskEnded = Instant.EPOCH;
    private @Nullable Instant ended;
    private String outcome = "Running";
    private @Nullable String cause;

    /** Something that has begun and has not ended yet. */
    private record Begun(
            String name,
            Instant at,
            int attempts,
            @Nullable String message,
            @Nullable Instant until) {}

    EpisodeReader(WorkflowExecutionHistory history) {
        this.history = history;
    }

    Episode read() {
        history.getEvents().forEach(this::take);
        open.values().forEach(begun -> end(begun, null, Episode.Step.RUNNING, begun.message));
        steps.sort(Comparator.comparing(Episode.Step::begun));
        return new Episode(
                history.getWorkflowExecution().getRunId(),
                (first == null ? Purpose.LOOK : Purpose.of(first)).text(),
                trigger,
                time(history.getEvents().get(0).getEventTime()),
                ended,
                outcome,
                cause == null || cause.isEmpty() ? null : cause,
                List.copyOf(steps));
    }

    private void take(HistoryEvent event) {
        Instant at = time(event.getEventTime());
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> signaled(event);
            case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> taskEnded = at;
            case EVENT_TYPE_MARKER_RECORDED -> marker(event.getMarkerRecordedEventAttributes());
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
                scheduled(event.getEventId(), at, event.getActivityTaskScheduledEventAttributes());
            case EVENT_TYPE_ACTIVITY_TASK_STARTED -> started(event);
            case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
                end(event.getActivityTaskCompletedEventAttributes().getScheduledEventId(), at, "ok", null);
            case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
                end(
                        event.getActivityTaskFailedEventAttributes().getScheduledEventId(),
                        at,
                        "failed",
                        Episode.messageOf(
                                event.getActivityTaskFailedEventAttributes().getFailure()));
            case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
                end(
                        event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(),
                        at,
                        "failed",
                        Episode.messageOf(
                                event.getActivityTaskTimedOutEventAttributes().getFailure()));
            case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
                end(event.getActivityTaskCanceledEventAttributes().getScheduledEventId(), at, "given up", null);
            case EVENT_TYPE_TIMER_STARTED -> waits(event, at);
            case EVENT_TYPE_TIMER_FIRED ->
                end(event.getTimerFiredEventAttributes().getStartedEventId(), at, "time", null);
            case EVENT_TYPE_TIMER_CANCELED ->
                end(event.getTimerCanceledEventAttributes().getStartedEventId(), at, "change", null);
            default -> closing(event, at);
        }
    }

    private void closing(HistoryEvent event, Instant at) {
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> {
                Result result = decode(
                        event.getWorkflowExecutionCompletedEventAttributes().getResult(), Result.class);
                close(at, result == null ? "Completed" : result.outcome(), result == null ? null : result.cause());
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
                close(
                        at,
                        "Terminated",
                        event.getWorkflowExecutionTerminatedEventAttributes().getReason());
            case EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW -> close(at, "ContinuedAsNew", null);
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                close(
                        at,
                        "Failed",
                        Episode.messageOf(event.getWorkflowExecutionFailedEventAttributes()
                                .getFailure()));
            case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> close(at, "Canceled", null);
            default -> {}
        }
    }

    private void close(Instant at, String how, @Nullable String why) {
        ended = at;
        outcome = how;
        cause = why;
    }

    private void signaled(HistoryEvent event) {
        if (trigger.isEmpty()) {
            trigger = Objects.requireNonNullElse(
                    decode(event.getWorkflowExecutionSignaledEventAttributes().getInput(), String.class), "");
        }
    }

    private void scheduled(long id, Instant at, ActivityTaskScheduledEventAttributes activity) {
        open.put(id, new Begun(activity.getActivityType().getName(), at, 1, null, null));
    }

    private void started(HistoryEvent event) {
        var attributes = event.getActivityTaskStartedEventAttributes();
        open.computeIfPresent(
                attributes.getScheduledEventId(),
                (id, begun) -> new Begun(
                        begun.name,
                        begun.at,
                        attributes.getAttempt(),
                        attributes.hasLastFailure() ? Episode.messageOf(attributes.getLastFailure()) : begun.message,
                        null));
    }

    private void waits(HistoryEvent event, Instant at) {
        String summary = event.getUserMetadata().hasSummary()
                ? text(event.getUserMetadata().getSummary())
                : "for a change";
        com.google.protobuf.Duration length =
                event.getTimerStartedEventAttributes().getStartToFireTimeout();
        Instant until = at.plusSeconds(length.getSeconds()).plusNanos(length.getNanos());
        open.put(event.getEventId(), new Begun(Episode.Step.WAIT, at, 1, summary, until));
    }

    private void end(long id, Instant at, String result, @Nullable String failure) {
        Begun begun = open.remove(id);
        if (begun != null) {
            end(begun, at, result, failure == null ? begun.message : failure);
        }
    }

    private void end(Begun begun, @Nullable Instant at, String result, @Nullable String message) {
        steps.add(new Episode.Step(
                begun.name,
                begun.at,
                at == null ? null : Duration.between(begun.at, at),
                begun.attempts,
                result,
                message == null || message.isEmpty() ? null : message,
                begun.until));
    }

    /** A step that was done within a workflow task: only its beginning and the end of the task are known. */
    private void marker(MarkerRecordedEventAttributes marker) {
        if (!marker.getMarkerName().equals(LOCAL_ACTIVITY)) {
            return;
        }
        String name = detail(marker, "type", String.class).orElse("?");
        Map<?, ?> meta = detail(marker, "meta", Map.class).orElse(Map.of());
        Instant begun =
                meta.get("firstSkd") instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : taskEnded;
        Duration most = Duration.between(begun, taskEnded);
        Failure failure = marker.getFailure();
        steps.add(new Episode.Step(
                name,
                begun,
                most.isNegative() ? Duration.ZERO : most,
                meta.get("atpt") instanceof Number attempts ? attempts.intValue() : 1,
                marker.hasFailure() ? "failed" : "ok",
                marker.hasFailure() ? Episode.messageOf(failure) : null,
                null));
        if (first == null && name.equals("ObserveControlPlane")) {
            first = detail(marker, "result", Facts.class).orElse(null);
        }
    }

    private static <T> Optional<T> detail(MarkerRecordedEventAttributes marker, String key, Class<T> type) {
        Payloads payloads = marker.getDetailsMap().get(key);
        return payloads == null ? Optional.empty() : Optional.ofNullable(decode(payloads, type));
    }

    private static <T> @Nullable T decode(Payloads payloads, Class<T> type) {
        try {
            return payloads.getPayloadsCount() == 0 ? null : CONVERTER.fromPayload(payloads.getPayloads(0), type, type);
        } catch (RuntimeException otherwiseEncoded) {
            return null; // of another release, or encoded by a codec that we do not have
        }
    }

    private static String text(Payload payload) {
        try {
            return CONVERTER.fromPayload(payload, String.class, String.class);
        } catch (RuntimeException otherwiseEncoded) {
            return "?";
        }
    }

    private static Instant time(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
