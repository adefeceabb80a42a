// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.faults.ApiRequest;
import kamaji.capi.local.faults.Fault;
import kamaji.capi.local.faults.Verdict;
import kamaji.capi.local.kill.KillPoint.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Sees every request about one cluster, writes down the writes, and stops them all once its point is reached, until the
 * provider has been killed.
 */
@SuppressWarnings("ReferenceEquality") // the very request, not one like it
final class Sentry implements Fault {
    private final List<String> writes = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private @Nullable KillPoint point;
    private @Nullable ApiRequest met;
    private boolean holding;
    private boolean reached;

    /** Begins anew; without a point it only looks on. */
    synchronized void watchFor(@Nullable KillPoint next) {
        writes.clear();
        counts.clear();
        point = next;
        met = null;
        reached = false;
    }

    @Override
    public synchronized Verdict before(ApiRequest request) throws InterruptedException {
        if (holding) {
            return held();
        }
        if (request.isWrite()) {
            writes.add(request.kind());
            int nth = counts.merge(request.kind(), 1, Integer::sum);
            if (point != null && !reached && point.write().equals(request.kind()) && nth >= point.nth()) {
                met = request;
                return reachedAt(Moment.BEFORE) ? held() : Verdict.GO_ON;
            }
        }
        return Verdict.GO_ON;
    }

    @Override
    public synchronized Verdict answered(ApiRequest request, int status) throws InterruptedException {
        if (holding || (request == met && reachedAt(Moment.DURING))) {
            return held();
        }
        return Verdict.GO_ON;
    }

    @Override
    public synchronized void delivered(ApiRequest request) {
        if (request == met) {
            reachedAt(Moment.AFTER);
        }
    }

    private boolean reachedAt(Moment moment) {
        if (point == null || reached || point.moment() != moment) {
            return false;
        }
        holding = true;
        reached = true;
        return true;
    }

    /** Until the provider is dead; then nobody is left to be answered. */
    private Verdict held() throws InterruptedException {
        while (holding) {
            wait();
        }
        return Verdict.CUT;
    }

    /** Whether requests are being held. */
    synchronized boolean holds() {
        return holding;
    }

    /** Whether there is a point that was not reached yet. */
    synchronized boolean waits() {
        return point != null && !reached;
    }

    synchronized boolean reached() {
        return reached;
    }

    synchronized @Nullable KillPoint point() {
        return point;
    }

    /** After the kill: what was held is cut, what comes passes. */
    synchronized void release() {
        holding = false;
        notifyAll();
    }

    /** Kinds of the writes since the beginning, in their order. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }
}
