// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows beyond the facts.
 *
 * @param failures steps that failed and have not succeeded since
 * @param access what the tenant API server answered in this run, null when not asked
 * @param checked the version of the hop that was found safe to take, null while none was
 */
public record RunState(
        List<Failure> failures,
        @Nullable Access access,
        @Nullable String checked) {
    /** Nothing: what the watcher knows of a run. */
    public static final RunState NONE = new RunState(List.of(), null, null);

    /** Of a run in which no hop of an upgrade was checked. */
    public RunState(List<Failure> failures, @Nullable Access access) {
        this(failures, access, null);
    }

    public RunState {
        failures = List.copyOf(failures);
    }

    /** The failure of a step, if it failed. */
    public Optional<Failure> failure(Step step) {
        return failures.stream().filter(failure -> failure.step() == step).findFirst();
    }
}
