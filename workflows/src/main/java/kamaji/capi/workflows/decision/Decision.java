// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import java.util.Optional;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a cluster.
 *
 * @param due steps that can be taken now, independent of each other
 * @param outcome where the cluster stands once they are taken
 * @param report what its status should say; null when there is nothing to say it on, or pausing forbids
 */
public record Decision(
        List<Step> due, Outcome outcome, @Nullable StatusReport report) {
    public Decision {
        due = List.copyOf(due);
    }

    /** The report, unless the status says it already. */
    public Optional<StatusReport> reportUnlike(@Nullable String reported) {
        return Optional.ofNullable(report).filter(wanted -> !wanted.hash().equals(reported));
    }
}
