// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.List;

/**
 * Where a TenantControlPlane is not what the spec asks for, with nothing due about it.
 *
 * @param corrections paths that the next change of the spec sets or removes along with it
 * @param notServed paths that the installed Kamaji does not know
 * @param kept fields of the KamajiControlPlane that were cleared, while Kamaji lets their values never go
 */
public record Deviations(List<String> corrections, List<String> notServed, List<String> kept) {
    /** None. */
    public static final Deviations NONE = new Deviations(List.of(), List.of(), List.of());

    @SuppressWarnings("NullAway") // a payload leaves out empty lists
    public Deviations {
        corrections = corrections == null ? List.of() : List.copyOf(corrections);
        notServed = notServed == null ? List.of() : List.copyOf(notServed);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }
}
