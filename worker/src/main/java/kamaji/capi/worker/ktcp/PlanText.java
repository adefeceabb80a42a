// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

/** {@code plan} on a terminal. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        Table table = new Table();
        table.row("Control plane", plan.namespace() + "/" + plan.name());
        table.row("Steps due", plan.steps().isEmpty() ? "none" : String.join(", ", plan.steps()));
        if (plan.cause() != null) {
            table.row("Because", plan.cause());
        }
        if (plan.upgrade() != null) {
            table.row("Upgrade", plan.upgrade());
        }
        table.row(
                "TenantControlPlane",
                switch (plan.tenant()) {
                    case CREATED -> "would be created";
                    case CHANGED -> "would change";
                    case UNCHANGED -> "would not change";
                    case UNKNOWN -> "was not tried out";
                });
        if (plan.refusal() != null) {
            table.row("Refused", plan.refusal());
        }
        return table.text() + changes(plan) + "\nNothing was written.\n";
    }

    private static String changes(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (TreeDifference.Change change : plan.changes()) {
            text.append(text.isEmpty() ? "\n" : "").append("  ");
            if (change.before() == null) {
                text.append("+ ").append(change.path()).append(": ").append(change.after());
            } else if (change.after() == null) {
                text.append("- ").append(change.path()).append(": ").append(change.before());
            } else {
                text.append("~ ").append(change.path()).append(": ").append(change.before());
                text.append(" -> ").append(change.after());
            }
            text.append('\n');
        }
        return text.toString();
    }
}
