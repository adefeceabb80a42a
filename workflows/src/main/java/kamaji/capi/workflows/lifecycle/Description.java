// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is doing.
 *
 * @param outcome where the cluster stands
 * @param cause what is waited for
 * @param running steps under way
 * @param failures steps that failed, each with what is wrong
 * @param since since when this run has that cause, as {@code 2026-01-31T10:00:00Z}; null when an older run does not say
 */
public record Description(
        String outcome,
        String cause,
        List<String> running,
        List<String> failures,
        @Nullable String since) {
    /** Of a run that does not say since when. */
    public Description(String outcome, String cause, List<String> running, List<String> failures) {
        this(outcome, cause, running, failures, null);
    }

    @SuppressWarnings("NullAway") // a payload leaves out empty lists
    public Description {
        running = running == null ? List.of() : List.copyOf(running);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }

    /** The same for the Temporal UI, which shows it as the current details of a run. */
    String markdown() {
        StringBuilder text = new StringBuilder("**").append(outcome).append("**");
        if (!cause.isEmpty()) {
            text.append("\n\nWaits for: ").append(cause);
        }
        if (since != null) {
            text.append("\n\nSince: ").append(since);
        }
        if (!running.isEmpty()) {
            text.append("\n\nUnder way: ").append(String.join(", ", running));
        }
        failures.forEach(failure -> text.append("\n\nFailed: ").append(failure));
        return text.toString();
    }
}
