// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import kamaji.capi.workflows.decision.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * What people see of a run from its start on; nothing depends on it.
 *
 * @param uid UID of the KamajiControlPlane
 * @param version its Kubernetes version, empty when unknown
 * @param cluster name of the owning Cluster, null when unknown
 * @param dataStore the data store that it names, null when it names none
 * @param purpose what the run is about
 */
public record Start(
        String uid,
        String version,
        @Nullable String cluster,
        @Nullable String dataStore,
        Purpose purpose) {
    /** Of a run of which no purpose is known. */
    public Start(String uid, String version, @Nullable String cluster, @Nullable String dataStore) {
        this(uid, version, cluster, dataStore, Purpose.LOOK);
    }
}
