// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionType;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** What people wait for, told when it comes and when it goes, not while it lasts. */
final class Transitions {
    private static final Set<String> VISIBLE = Set.of(
            ConditionType.AVAILABLE.text(),
            ConditionType.INITIALIZED.text(),
            ConditionType.PAUSED.text(),
            ConditionType.DELETING.text(),
            ConditionType.ROLLING_OUT.text());

    private Transitions() {}

    /** A condition that became true or ceased to be. */
    record Transition(Condition condition) {
        private static final Map<String, String> NAMES = Map.of(ConditionType.INITIALIZED.text(), "Initialized");

        /** The condition's own reason, unless that says nothing without its type. */
        String reason() {
            return condition.reason().equals(Condition.SUCCEEDED)
                    ? NAMES.getOrDefault(condition.type(), condition.type())
                    : condition.reason();
        }

        /** The event, under a name that makes a second one of the same transition impossible. */
        Event event(ClusterRef ref, GenericKubernetesResource controlPlane, Instant now) {
            return new EventNote(ref, controlPlane, condition.type() + condition.status(), type(), reason(), message())
                    .event(now);
        }

        String type() {
            boolean trouble = condition.type().equals(ConditionType.AVAILABLE.text())
                    && condition.reason().equals("NotAvailable");
            return trouble ? "Warning" : "Normal";
        }

        private String message() {
            String fact = condition.type() + " is " + condition.status();
            return condition.message().isEmpty() ? fact : fact + ": " + condition.message();
        }
    }

    /** The visible transitions from a status to a report. What never was True and is not now makes none. */
    static List<Transition> between(GenericKubernetesResource before, StatusReport report) {
        LiveStatus live = LiveStatus.of(before);
        return report.conditions().stream()
                .filter(condition -> isVisible(condition.type()))
                .filter(condition -> condition.isTrue() != wasTrue(live, condition.type()))
                .filter(condition -> !followsFromDeletion(condition))
                .map(Transition::new)
                .toList();
    }

    static boolean isVisible(String conditionType) {
        return VISIBLE.contains(conditionType);
    }

    static boolean followsFromDeletion(Condition condition) {
        return condition.type().equals(ConditionType.AVAILABLE.text())
                && condition.reason().equals(ConditionType.DELETING.text());
    }

    private static boolean wasTrue(LiveStatus live, String type) {
        for (ConditionType known : ConditionType.values()) {
            if (known.text().equals(type)) {
                @Nullable String before = live.condition(known);
                return before != null && before.startsWith("True/");
            }
        }
        return false;
    }
}
