// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import java.time.Duration;

/**
 * Which try this is, since reachability tells no event and is asked for again on time.
 *
 * @param number 1 for the first
 * @param quiet whether it is one of the quiet tries before the visible ones
 * @param age time since the first try of this kind was scheduled
 */
public record Attempt(int number, boolean quiet, Duration age) {
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(10);
    private static final double GROWTH = 1.3;

    /** How long until the next try: mostly Kamaji is about to be done, so it is soon at first. */
    public Duration untilNext() {
        if (quiet) {
            return QUIET;
        }
        double millis = FIRST.toMillis() * Math.pow(GROWTH, Math.max(0, number - 1));
        return millis < SLOWEST.toMillis() ? Duration.ofMillis((long) millis) : SLOWEST;
    }
}
