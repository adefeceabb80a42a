// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.util.Comparator;
import kamaji.capi.workflows.facts.ClusterRef;
import org.jspecify.annotations.Nullable;

/** What the queue remembers of one cluster. Guarded by the lock of the queue; times are in its milliseconds. */
final class Entry {
    static final Comparator<Entry> BY_TURN =
            Comparator.<Entry>comparingLong(entry -> entry.dueAt).thenComparingLong(entry -> entry.number);

    final ClusterRef ref;
    private final long number;
    long dueAt;
    /** When it was due at first, however often it was put off since. */
    long wantedAt;

    boolean waiting;
    boolean inHand;
    /** Put while in hand: has to be judged once more. */
    boolean again;
    /** To be told even if nothing is new. */
    boolean asked;

    boolean gone;

    @Nullable
    String told;

    long notBefore;
    /** End of the patience with attention that may wait; null when none is pending. */
    @Nullable
    Long patience;

    int failures;

    Entry(ClusterRef ref, long number, long now) {
        this.ref = ref;
        this.number = number;
        this.notBefore = now;
    }

    boolean isOutstanding() {
        return waiting || inHand;
    }
}
