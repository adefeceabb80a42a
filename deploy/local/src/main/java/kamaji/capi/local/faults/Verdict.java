// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import org.jspecify.annotations.Nullable;

/**
 * How a request goes on.
 *
 * @param answer what the client gets instead; null unless answered
 */
public record Verdict(Kind kind, @Nullable Answer answer) {
    /** Nothing happens to it. */
    public static final Verdict GO_ON = new Verdict(Kind.GO_ON, null);

    /** Both connections are closed. */
    public static final Verdict CUT = new Verdict(Kind.CUT, null);

    /** An opened watch gets the event 410 Gone. */
    public static final Verdict EXPIRED = new Verdict(Kind.EXPIRED, null);

    /** The ways. */
    public enum Kind {
        GO_ON,
        ANSWER,
        CUT,
        EXPIRED
    }

    static Verdict answer(Answer answer) {
        return new Verdict(Kind.ANSWER, answer);
    }
}
