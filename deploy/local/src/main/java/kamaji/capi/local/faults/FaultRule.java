// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault for the next requests of a kind, until it is used up or closed. */
public final class FaultRule implements AutoCloseable {
    private final Predicate<ApiRequest> which;
    private final Fault fault;
    private final int times;
    private final AtomicInteger hits = new AtomicInteger();
    private volatile boolean closed;

    FaultRule(Predicate<ApiRequest> which, int times, Fault fault) {
        this.which = which;
        this.times = times;
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    boolean takes(ApiRequest request) {
        if (closed || !which.test(request)) {
            return false;
        }
        int hit = hits.incrementAndGet();
        if (hit > times) {
            hits.decrementAndGet();
            return false;
        }
        return true;
    }

    /** How many requests it has met. */
    public int hits() {
        return hits.get();
    }

    /** Lets everything through from now on. */
    @Override
    public void close() {
        closed = true;
    }
}
