// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

/**
 * Where a cluster stands.
 *
 * @param kind see there
 * @param cause what is waited for or blocks, for people; empty when converged
 */
public record Outcome(Kind kind, String cause) {
    static final Outcome CONVERGED = new Outcome(Kind.CONVERGED, "");

    /** Whether a run goes on. */
    public enum Kind {
        /** A step is due, or something is waited for that is expected to happen by itself. */
        IN_PROGRESS("InProgress"),
        /** Nothing is outstanding. */
        CONVERGED("Converged"),
        /** Nothing can be done until someone changes something. */
        BLOCKED("Blocked"),
        /** Work is paused. */
        PAUSED("Paused"),
        /** The KamajiControlPlane is gone, or no longer ours to hold. */
        GONE("Gone");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The name as stored in {@code status.settled.result} and returned by a run. */
        public String text() {
            return text;
        }
    }

    /** Whether a run ends here. */
    public boolean ends() {
        return kind != Kind.IN_PROGRESS;
    }
}
