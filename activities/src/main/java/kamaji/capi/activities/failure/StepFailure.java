// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import kamaji.capi.workflows.decision.Failure;

/** Why a step ended without doing its work. The message is for people and for a history: short, nothing secret. */
public final class StepFailure extends RuntimeException {
    private static final int LONGEST = 300;

    private final Failure.Kind kind;
    private final int httpCode;

    public StepFailure(Failure.Kind kind, String message) {
        this(kind, message, 0);
    }

    /** A failure that an API server answered with this code for. */
    public StepFailure(Failure.Kind kind, String message, int httpCode) {
        super(shorten(message), null, false, false);
        this.kind = kind;
        this.httpCode = httpCode;
    }

    /** The objects are no longer those that were observed. */
    public static StepFailure stale(String what) {
        return new StepFailure(Failure.Kind.STALE, what);
    }

    /** It may go away by itself. */
    public static StepFailure retry(String what) {
        return new StepFailure(Failure.Kind.RETRY, what);
    }

    /** Somebody has to change something. */
    public static StepFailure waitForChange(String what) {
        return new StepFailure(Failure.Kind.WAIT_FOR_CHANGE, what);
    }

    /** The provider is wrong. */
    public static StepFailure bug(String what) {
        return new StepFailure(Failure.Kind.BUG, what);
    }

    /** The same failure in other words. */
    public StepFailure withMessage(String message) {
        return new StepFailure(kind, message, httpCode);
    }

    public Failure.Kind kind() {
        return kind;
    }

    /** The code that the API server answered, 0 when it did not or was not asked. */
    public int httpCode() {
        return httpCode;
    }

    /** The message, which is never null. */
    public String message() {
        return String.valueOf(getMessage());
    }

    private static String shorten(String message) {
        String line = message.replace('\n', ' ').strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
