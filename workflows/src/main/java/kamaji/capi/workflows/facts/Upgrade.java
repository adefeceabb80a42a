// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * That the version which runs is not the wanted one, and what follows from it.
 *
 * @param plan the way to the wanted version, null when there is none
 * @param asked the version that the TenantControlPlane carries now
 * @param refusal why there is no way, with the cure; null when there is one
 */
public record Upgrade(
        @Nullable UpgradePlan plan, String asked, @Nullable String refusal) {

    /** The version that the TenantControlPlane is to carry now. */
    public String carries() {
        return plan == null ? asked : plan.current();
    }

    /** Whether the current hop has been written, or there is none. */
    public boolean written() {
        return carries().equals(asked);
    }
}
