// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * The other cluster that runs the TenantControlPlane. While there is a problem nothing is known of the
 * TenantControlPlane: its absence from the facts means nothing.
 *
 * @param where names the TenantControlPlane and the kubeconfig that leads to it, for people
 * @param problem why it cannot be worked with, and the cure; null when it can
 * @param passing whether the problem may go away without anybody's doing
 */
public record ExternalCluster(String where, @Nullable String problem, boolean passing) {

    /** Whether anything is known of the TenantControlPlane there. */
    public boolean known() {
        return problem == null;
    }
}
