// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.exit;

/**
 * The process cannot do its work as it was started and ends. The message is for people: what is wrong, where, and
 * what to do about it. It never holds a secret.
 */
public final class StartFailure extends RuntimeException {
    private final ExitCode code;

    public StartFailure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
