// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import java.time.Duration;

/** Waiting that ends early when the process does. */
@FunctionalInterface
public interface EndOfProcess {
    /** Waits at most this long; true when the process ends. */
    boolean within(Duration time);
}
