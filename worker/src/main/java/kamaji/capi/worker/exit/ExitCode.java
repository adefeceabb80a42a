// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.exit;

/** Exit codes of the process. They are part of its interface and never change their meaning. */
public enum ExitCode {
    UNEXPECTED(1),
    USAGE(2),
    KUBERNETES_UNREACHABLE(3),
    API_MISSING(4),
    NOT_PERMITTED(5),
    CANNOT_LISTEN(6),
    NOT_FOUND(7),
    TEMPORAL_UNREACHABLE(8),
    NO_HISTORY(9),
    /** Some objects were refused; all others are done. */
    INCOMPLETE(10),
    PROVIDER_RUNS(11);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
