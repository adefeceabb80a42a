// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import java.time.Duration;

/**
 * Which try this is, since reachability tells no event and is asked for again on time.
 *
 * @param number 1 for the first
 * @param quiet whether it is the one quiet try before the visible ones
 * @param age time since the first try of this kind was scheduled
 */
public record Attempt(int number, boolean quiet, Duration age) {
    private static final int QUICK_ATTEMPTS = 15;
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration SLOWEST = Duration.ofSeconds(10);
    private static final double GROWTH = 1.5;

    /** How long until the next try: mostly Kamaji is about to be done, so it is soon at first. */
    public Duration untilNext() {
        if (number < QUICK_ATTEMPTS) {
            return QUICK;
        }
        double millis = QUICK.toMillis() * Math.pow(GROWTH, number - QUICK_ATTEMPTS);
        return millis < SLOWEST.toMillis() ? Duration.ofMillis((long) millis) : SLOWEST;
    }
}
