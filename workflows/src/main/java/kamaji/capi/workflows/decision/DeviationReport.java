// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.ArrayList;
import java.util.List;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionType;
import org.jspecify.annotations.Nullable;

/** What the status says about fields that the TenantControlPlane does not have as the spec asks for. */
record DeviationReport(ControlPlane controlPlane) {
    private static final int MOST = 10;
    /** Asks for corrections at once. */
    static final String ANNOTATION = "controlplane.kamaji.clastix.io/apply-corrections";

    /** One condition for each sort of deviation; none where all is as asked for. */
    List<Condition> of(@Nullable TenantControlPlane tenant) {
        List<Condition> conditions = new ArrayList<>();
        if (tenant != null && tenant.foreign() == null) {
            Deviations found = tenant.deviations();
            if (!found.corrections().isEmpty()) {
                conditions.add(condition(
                        ConditionType.CORRECTIONS_PENDING, "True", "WaitForChange", corrections(found.corrections())));
            }
            if (!found.notServed().isEmpty() || !found.kept().isEmpty()) {
                conditions.add(condition(ConditionType.FIELDS_APPLIED, "False", reason(found), fields(found)));
            }
        }
        return conditions;
    }

    private static String corrections(List<String> paths) {
        return "the TenantControlPlane was left as it is and differs in " + some(paths)
                + ": the next change of the KamajiControlPlane applies that too, or annotate it with " + ANNOTATION
                + "=true";
    }

    private static String reason(Deviations found) {
        return found.notServed().isEmpty() ? "CannotBeCleared" : "NotServed";
    }

    private static String fields(Deviations found) {
        List<String> said = new ArrayList<>();
        if (!found.notServed().isEmpty()) {
            said.add("the installed Kamaji does not know " + some(found.notServed())
                    + " of a TenantControlPlane: upgrade Kamaji, or clear what asks for it");
        }
        if (!found.kept().isEmpty()) {
            said.add(some(found.kept())
                    + " cannot be cleared, Kamaji keeps the value: set it back, or make a new control plane");
        }
        return String.join("; ", said);
    }

    private static String some(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(MOST, paths.size())));
        return paths.size() > MOST ? first + " and " + (paths.size() - MOST) + " more" : first;
    }

    private Condition condition(ConditionType type, String status, String reason, String message) {
        return new Condition(type.text(), status, reason, message, controlPlane.generation());
    }
}
