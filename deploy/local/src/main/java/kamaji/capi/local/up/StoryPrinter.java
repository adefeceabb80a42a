// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.up;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.local.stack.Workflows;
import kamaji.capi.workflows.facts.ClusterRef;

/** Prints the steps of a cluster's workflow as they appear in its history. */
final class StoryPrinter {
    private final PrintWriter out;
    private final Workflows workflows;
    private final ClusterRef ref;
    private final Map<Long, String> scheduled = new HashMap<>();
    private long printed;
    private long begin;

    StoryPrinter(PrintWriter out, Workflows workflows, ClusterRef ref) {
        this.out = out;
        this.workflows = workflows;
        this.ref = ref;
    }

    /** Prints what is new. */
    void print() {
        List<HistoryEvent> events = workflows.events(ref);
        if (events.size() < printed) {
            printed = 0;
        }
        for (HistoryEvent event : events.subList((int) printed, events.size())) {
            if (event.hasWorkflowExecutionStartedEventAttributes()) {
                begin = millis(event);
            }
            describe(event)
                    .ifPresent(text -> out.printf(
                            Locale.ROOT, "  %-28s %5.1f s  %s%n", ref.name(), (millis(event) - begin) / 1000.0, text));
        }
        printed = events.size();
        out.flush();
    }

    private Optional<String> describe(HistoryEvent event) {
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> Optional.of("workflow started");
            case EVENT_TYPE_MARKER_RECORDED ->
                Optional.ofNullable(event.getMarkerRecordedEventAttributes()
                                .getDetailsMap()
                                .get("type"))
                        .map(type -> text(type.getPayloads(0)))
                        .map(step -> event.getMarkerRecordedEventAttributes().hasFailure() ? step + " failed" : step);
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
                String step = event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName();
                scheduled.put(event.getEventId(), step);
                yield Optional.of(step + " is tried again until it succeeds");
            }
            case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
                Optional.ofNullable(scheduled.get(
                        event.getActivityTaskCompletedEventAttributes().getScheduledEventId()));
            case EVENT_TYPE_TIMER_STARTED ->
                Optional.of("waits: "
                        + (event.getUserMetadata().hasSummary()
                                ? text(event.getUserMetadata().getSummary())
                                : "for a change"));
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                Optional.of("workflow completed: "
                        + text(
                                        event.getWorkflowExecutionCompletedEventAttributes()
                                                .getResult()
                                                .getPayloads(0),
                                        Map.class)
                                .get("outcome"));
            default -> Optional.empty();
        };
    }

    private static String text(Payload payload) {
        return text(payload, String.class);
    }

    private static <T> T text(Payload payload, Class<T> type) {
        return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, type, type);
    }

    private static long millis(HistoryEvent event) {
        return Timestamps.toMillis(event.getEventTime());
    }
}
