// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.time.Instant;
import java.util.List;
import kamaji.capi.workflows.lifecycle.Description;
import org.jspecify.annotations.Nullable;

/**
 * The newest run of a workflow, as Temporal sees it.
 *
 * @param open whether it is under way
 * @param steps steps that are being tried again
 * @param taskAttempts how often its current workflow task was tried; many say that the provider cannot go on
 * @param looksAgain when it looks by itself even if nothing is heard, null when it waits for nothing
 * @param described what the run itself says, null when it is closed or no worker answers
 */
record RunNow(
        String runId,
        boolean open,
        List<PendingStep> steps,
        int taskAttempts,
        @Nullable Instant looksAgain,
        @Nullable Description described) {

    /**
     * A step that is being tried again.
     *
     * @param attempt the attempt under way or next
     * @param nextTry null while an attempt runs
     * @param failure the last one, null when there was none
     */
    record PendingStep(
            String step,
            int attempt,
            @Nullable Instant nextTry,
            @Nullable String failure) {}
}
