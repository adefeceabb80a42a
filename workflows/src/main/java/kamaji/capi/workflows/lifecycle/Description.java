// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;

/**
 * What a run is doing.
 *
 * @param outcome where the cluster stands
 * @param cause what is waited for
 * @param running steps under way
 * @param failures steps that failed, each with what is wrong
 */
public record Description(String outcome, String cause, List<String> running, List<String> failures) {
    @SuppressWarnings("NullAway") // a payload leaves out empty lists
    public Description {
        running = running == null ? List.of() : List.copyOf(running);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
