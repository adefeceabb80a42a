// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.status.ConditionGuide;
import kamaji.capi.workflows.status.FirstCause;

/**
 * How many control planes are where, as their status says.
 *
 * @param outcomes by how their last run ended, {@code InProgress} while one is under way, {@code Deleting}
 * @param waits by the condition that tells what they wait for, as {@code type/reason}
 */
public record Population(Map<String, Integer> outcomes, Map<String, Integer> waits) {
    /** Of a control plane that is being deleted, however its runs end. */
    public static final String DELETING = "Deleting";

    /** Nobody, or of a watcher that does not lead: only one process tells. */
    static final Population NONE = new Population(Map.of(), Map.of());

    static Population of(Collection<GenericKubernetesResource> controlPlanes) {
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> waits = new TreeMap<>();
        for (GenericKubernetesResource controlPlane : controlPlanes) {
            LiveStatus status = LiveStatus.of(controlPlane);
            outcomes.merge(outcome(controlPlane, status), 1, Integer::sum);
            FirstCause.of(status::condition)
                    .map(Population::key)
                    .ifPresent(cause -> waits.merge(cause, 1, Integer::sum));
        }
        return new Population(outcomes, waits);
    }

    /** The key of {@link #waits} for a row of the guide. */
    public static String key(ConditionGuide row) {
        return row.type().text() + "/" + row.reason();
    }

    private static String outcome(GenericKubernetesResource controlPlane, LiveStatus status) {
        if (controlPlane.isMarkedForDeletion()) {
            return DELETING;
        }
        return status.settled() == null
                ? Outcome.Kind.IN_PROGRESS.text()
                : status.settled().result();
    }
}
