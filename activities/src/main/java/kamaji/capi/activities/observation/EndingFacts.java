// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.facts.Ending;
import org.jspecify.annotations.Nullable;

/** Reads what matters of a deletion. */
final class EndingFacts {
    private static final int LONGEST = 300;

    private EndingFacts() {}

    static Ending of(
            GenericKubernetesResource controlPlane,
            @Nullable GenericKubernetesResource tenant,
            boolean workers,
            @Nullable String workersUnknown) {
        return new Ending(
                isMoved(controlPlane),
                forced(controlPlane),
                workers,
                workersUnknown,
                tenant == null ? null : new TenantControlPlaneView(tenant).dataStore());
    }

    /** What clusterctl deletes at the source of a move goes on elsewhere. */
    static boolean isMoved(GenericKubernetesResource controlPlane) {
        return controlPlane.isMarkedForDeletion() && annotations(controlPlane).containsKey(Annotations.DELETE_FOR_MOVE);
    }

    /** A name and a reason, on one line that fits into an event. */
    private static @Nullable String forced(GenericKubernetesResource controlPlane) {
        String value = annotations(controlPlane).get(Annotations.FORCE_RELEASE);
        if (value == null || value.isBlank()) {
            return null;
        }
        String line = value.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private static Map<String, String> annotations(GenericKubernetesResource controlPlane) {
        return Objects.requireNonNullElse(controlPlane.getMetadata().getAnnotations(), Map.of());
    }
}
