// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

/**
 * A step that failed.
 *
 * @param step which one
 * @param kind what to do about it
 * @param message short, for people, without anything secret
 * @param factsDigest digest of the facts under which it failed
 * @param since when it first failed in this way, in milliseconds of the workflow's clock
 */
public record Failure(Step step, Kind kind, String message, String factsDigest, long since) {

    /** What to do about a failure. The names are the types of the failures that activities throw. */
    public enum Kind {
        /** It may go away by itself: connection, conflict, throttling, server error, webhook not reachable. */
        RETRY,
        /** Nothing helps but a change of the inputs: refused by schema or webhook, permission missing. */
        WAIT_FOR_CHANGE,
        /** A defect of the provider: reported and tried again slowly. */
        BUG,
        /** The objects are no longer those that were observed: observe again, nothing failed. */
        STALE;

        /** The kind of a failure type, BUG for a type that is not one of ours. */
        public static Kind ofType(String type) {
            for (Kind kind : values()) {
                if (kind.name().equals(type)) {
                    return kind;
                }
            }
            return BUG;
        }
    }
}
