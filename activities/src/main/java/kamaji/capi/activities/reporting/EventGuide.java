// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kamaji.capi.activities.reporting.Transitions.Transition;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionGuide;
import kamaji.capi.workflows.status.ConditionType;

/**
 * What each event means and what to do about it: the source of the reference of events.
 *
 * @param reason reason of the event
 * @param type {@code Normal} or {@code Warning}
 * @param meaning one sentence
 * @param cure what a person can do; empty when there is nothing to do
 */
public record EventGuide(String reason, String type, String meaning, String cure) {
    /** Every event that the provider writes. */
    public static final List<EventGuide> ALL = all();

    private static List<EventGuide> all() {
        List<EventGuide> rows = new ArrayList<>();
        ConditionGuide.ALL.stream()
                .filter(EventGuide::isTold)
                .map(EventGuide::ofTransition)
                .forEach(rows::add);
        Arrays.stream(Announcement.values())
                .map(one -> new EventGuide(one.reason(), "Warning", one.meaning(), one.cure()))
                .forEach(rows::add);
        return List.copyOf(rows);
    }

    /** Initialised is never taken back, nor is a deletion. */
    private static boolean isTold(ConditionGuide row) {
        boolean latched = row.type() == ConditionType.INITIALIZED || row.type() == ConditionType.DELETING;
        boolean isTrue = row.status().equals("True");
        return Transitions.isVisible(row.type().text())
                && (isTrue || !latched)
                && !Transitions.followsFromDeletion(condition(row));
    }

    private static EventGuide ofTransition(ConditionGuide row) {
        Transition transition = new Transition(condition(row));
        return new EventGuide(transition.reason(), transition.type(), row.meaning(), row.cure());
    }

    private static Condition condition(ConditionGuide row) {
        return new Condition(row.type().text(), row.status(), row.reason(), "", 0);
    }
}
