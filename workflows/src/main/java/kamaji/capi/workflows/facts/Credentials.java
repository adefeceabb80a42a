// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * The two Secrets that Cluster API reads.
 *
 * @param kubeconfig state of {@code <cluster>-kubeconfig}
 * @param certificateAuthority state of {@code <cluster>-ca}
 * @param expires when the client certificate in the kubeconfig expires, as {@code 2027-01-31T10:00:00Z}; null when the
 *     provider has not published it, or it has none
 */
public record Credentials(
        State kubeconfig,
        State certificateAuthority,
        @Nullable String expires) {

    /** Nothing published yet. */
    public static final Credentials NONE = new Credentials(State.MISSING, State.MISSING);

    /** State of one published Secret. */
    public enum State {
        /** It does not exist. */
        MISSING,
        /** It exists, but not with the content, label, type or owner that it should have. */
        STALE,
        /** It holds what Kamaji published. */
        CURRENT,
        /** It was made by someone else with another type: it is left alone. */
        FOREIGN
    }

    /** With a kubeconfig whose expiry is not known. */
    public Credentials(State kubeconfig, State certificateAuthority) {
        this(kubeconfig, certificateAuthority, null);
    }

    /** Whether nothing is left to write. */
    public boolean published() {
        return done(kubeconfig) && done(certificateAuthority);
    }

    private static boolean done(State state) {
        return state == State.CURRENT || state == State.FOREIGN;
    }
}
