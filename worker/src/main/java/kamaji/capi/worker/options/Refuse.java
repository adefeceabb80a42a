// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;

/** The checks that the option records share; each names the flag and the cure. */
final class Refuse {
    private Refuse() {}

    static void unless(boolean holds, String flag, String problem) {
        if (!holds) {
            throw new InvalidOption(flag, problem);
        }
    }

    static void outside(int value, int least, int most, String flag) {
        unless(value >= least && value <= most, flag, "is " + value + "; write a number from " + least + " to " + most);
    }

    static void shorter(Duration value, Duration least, String flag) {
        unless(
                value.compareTo(least) >= 0,
                flag,
                "is " + GoDuration.format(value) + "; write at least " + GoDuration.format(least));
    }
}
