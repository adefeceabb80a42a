// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.time.Duration;

/**
 * How fast the watcher reacts.
 *
 * @param linger usual time between two looks at one cluster: a fifth of it when no other waits, five times when many do
 * @param later how long attention that is not urgent has to last
 * @param firstRetry wait after the first failed signal; doubles with each further one
 * @param longestRetry the longest wait between failed signals
 * @param sweepPerSecond how many clusters a sweep puts into the queue per second
 * @param senders how many signals are sent at once
 * @param kindGrace how long a kind that cannot be listed is waited for, and how long a refusal has to last once it could
 */
public record Pace(
        Duration linger,
        Duration later,
        Duration firstRetry,
        Duration longestRetry,
        int sweepPerSecond,
        int senders,
        Duration kindGrace) {
    private static final int MOST = 5;
    private static final int LEAST = 5;
    private static final int CLUSTERS_PER_LINGER = 20;

    public Pace {
        if (linger.isNegative() || later.isNegative() || firstRetry.isNegative() || kindGrace.isNegative()) {
            throw new IllegalArgumentException("a pace needs durations of 0 or more");
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "the longest retry (" + longestRetry + ") is shorter than the first (" + firstRetry + ")");
        }
        if (sweepPerSecond < 1 || senders < 1) {
            throw new IllegalArgumentException("a pace needs at least one sender and one swept cluster per second");
        }
    }

    /** 100 ms of linger, 10 s for what may wait, retries after 0.5 s to 10 s, 50 swept a second, 8 senders, 10 s a kind. */
    public static Pace standard() {
        return new Pace(
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                50,
                8,
                Duration.ofSeconds(10));
    }

    /** The least time between two looks at one cluster while so many wait: what changes meanwhile is one look. */
    long spacingMillis(int waiting) {
        long usual = linger.toMillis();
        return Math.min(usual * MOST, usual / LEAST + waiting * usual / CLUSTERS_PER_LINGER);
    }

    long retryMillis(int failures) {
        int doublings = Math.min(failures - 1, 20);
        return Math.min(longestRetry.toMillis(), firstRetry.toMillis() << doublings);
    }
}
