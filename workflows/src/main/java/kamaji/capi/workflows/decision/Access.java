// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import org.jspecify.annotations.Nullable;

/**
 * What the tenant API server answered.
 *
 * @param verdict the answer
 * @param message for people, null when all is well
 */
public record Access(Verdict verdict, @Nullable String message) {

    /** Whether the published kubeconfig may do everything. */
    public enum Verdict {
        /** It may. */
        ALLOWED,
        /** Not asked, by {@code --access-check=off}. */
        SKIPPED,
        /** The address does not answer from here; best effort goes on without. */
        UNREACHABLE
    }
}
