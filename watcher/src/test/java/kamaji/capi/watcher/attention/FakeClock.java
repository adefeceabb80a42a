// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.util.function.LongSupplier;

/** A clock that goes on only when told. */
public final class FakeClock implements LongSupplier {
    private long millis = 1_000_000;

    public void advance(long by) {
        millis += by;
    }

    @Override
    public long getAsLong() {
        return millis;
    }
}
