// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.attention;

import java.util.Objects;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import org.jspecify.annotations.Nullable;

/**
 * What the caches say about one cluster.
 *
 * @param kind whether they say anything
 * @param attention what it needs; none unless known
 * @param blocked whether its last run ended blocked and nothing changed since
 * @param start what a new run starts with; null unless known
 * @param settled whether no run should be open: it has ended, and nothing has changed since
 */
public record Judgement(
        Kind kind,
        Attention attention,
        boolean blocked,
        @Nullable Start start,
        boolean settled) {
    private static final Attention NO_ATTENTION = new Attention(Urgency.NONE, "");

    /** There is no such KamajiControlPlane, or it is not ours. */
    public static final Judgement ABSENT = new Judgement(Kind.ABSENT, NO_ATTENTION, false, null, false);

    /** A kind that matters has not been listed yet. */
    public static final Judgement UNKNOWN_YET = new Judgement(Kind.UNKNOWN_YET, NO_ATTENTION, false, null, false);

    public Judgement {
        if (kind == Kind.KNOWN) {
            Objects.requireNonNull(start, "a known cluster can be started");
        }
    }

    /** Whether the caches say anything. */
    public enum Kind {
        ABSENT,
        UNKNOWN_YET,
        KNOWN
    }

    public static Judgement known(Attention attention, boolean blocked, Start start) {
        return new Judgement(Kind.KNOWN, attention, blocked, start, false);
    }

    /** The same of a cluster that has settled, or has not. */
    public Judgement settled(boolean hasSettled) {
        return new Judgement(kind, attention, blocked, start, hasSettled);
    }

    boolean needsAttention() {
        return attention.urgency() != Urgency.NONE;
    }
}
