// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provider would do now.
 *
 * @param outcome where the cluster stands: InProgress when something is due
 * @param cause what is due, waited for or wrong; null when nothing is
 * @param steps the steps that are due now, independent of each other; others follow from what they find
 * @param upgrade which hop of an upgrade comes next, null when there is none
 * @param tenant whether the TenantControlPlane would be created, changed, or stays unchanged; unknown when not asked
 * @param refusal what the API server or Kamaji said against it, null when they take it
 * @param changes what would differ, as the API server itself worked it out
 */
record Plan(
        String namespace,
        String name,
        String outcome,
        @Nullable String cause,
        List<String> steps,
        @Nullable String upgrade,
        Tenant tenant,
        @Nullable String refusal,
        List<TreeDifference.Change> changes) {

    /** What would become of the TenantControlPlane. */
    enum Tenant {
        CREATED,
        CHANGED,
        UNCHANGED,
        UNKNOWN
    }
}
