// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code why} on a terminal. */
final class WhyText {
    private WhyText() {}

    static String of(Why why, Instant now) {
        Table table = new Table();
        table.row("Control plane", why.namespace() + "/" + why.name());
        table.row("Outcome", why.outcome());
        row(table, "Waits for", why.waitsFor() == null ? "nothing" : why.waitsFor());
        row(table, "Condition", why.condition());
        if (why.since() != null) {
            table.row("Since", Table.time(why.since()) + " (" + Table.age(Duration.between(why.since(), now)) + ")");
        }
        row(table, "Next try", why.nextTry());
        row(table, "Cure", why.cure());
        for (RunNow.PendingStep step : why.trying()) {
            table.row("Trying", trying(step, now));
        }
        why.failures().forEach(failure -> table.row("Failed", failure));
        row(table, "Workflow", why.workflow());
        row(table, "Run", why.link() == null ? why.runId() : why.link());
        why.notes().forEach(note -> table.row("Note", note));
        return table.text();
    }

    private static void row(Table table, String title, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            table.row(title, value);
        }
    }

    private static String trying(RunNow.PendingStep step, Instant now) {
        String next = step.nextTry() == null || !step.nextTry().isAfter(now)
                ? "now"
                : "in " + Table.age(Duration.between(now, step.nextTry()));
        return String.format(Locale.ROOT, "%s, attempt %d %s", step.step(), step.attempt(), next)
                + (step.failure() == null ? "" : ": " + step.failure());
    }
}
