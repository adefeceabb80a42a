// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;

/** One step of a pass over a tenant: looks at what is there and makes at most the next difference. */
@FunctionalInterface
interface Step {
    Result run(Tenant tenant);

    /** What a step did: how the pass goes on. */
    record Result(boolean wrote, boolean ends, Duration retry) {
        /** Nothing was to be done. */
        static final Result NOTHING = new Result(false, false, Duration.ZERO);
        /** Something was written. */
        static final Result WROTE = new Result(true, false, Duration.ZERO);
        /** The pass ends here until an event. */
        static final Result STOP = new Result(false, true, Duration.ZERO);

        /** The pass ends here and is tried again after that time. */
        static Result park(Duration retry) {
            return new Result(false, true, retry);
        }
    }
}
