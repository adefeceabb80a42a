// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters only while a control plane is being deleted.
 *
 * @param moved whether clusterctl deletes it because it now lives on another management cluster
 * @param forced who asked, and why, to let go of it before its TenantControlPlane is gone; null when nobody did
 * @param workers whether worker Machines of its Cluster exist; false where that was not looked at, as by the watcher
 * @param workersUnknown why it is not known whether there are, with the cure; null when it is
 * @param dataStore the data store that Kamaji has to clear; null when it is not known
 */
public record Ending(
        boolean moved,
        @Nullable String forced,
        boolean workers,
        @Nullable String workersUnknown,
        @Nullable String dataStore) {
    /** Deleted, and nothing more is known. */
    public static final Ending PLAIN = new Ending(false, null, false, null, null);
}
