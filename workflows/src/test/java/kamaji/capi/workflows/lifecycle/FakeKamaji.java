// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.TenantControlPlane;

/** What Kamaji does, and what happens to its objects. */
abstract class FakeKamaji extends FakeUser {
    public synchronized void address() {
        tenant = tenant(true, address, "Provisioning", null, 0, false);
    }

    public synchronized void run() {
        tenant = tenant(true, address, "Ready", spec.version(), spec.replicas(), true);
    }

    public synchronized void roll(String phase, String runs, int replicas) {
        tenant = tenant(true, address, phase, runs, replicas, true);
    }

    /** Every certificate is new, and the pods are in this phase. */
    public synchronized void rotate(String phase) {
        rotations++;
        expires = "2028-01-31T10:00:0" + rotations + "Z";
        TenantControlPlane old = Objects.requireNonNull(tenant);
        tenant = tenant(old.applied(), address, phase, old.version(), old.replicas(), true);
        credentials = new Credentials(Credentials.State.STALE, Credentials.State.STALE);
    }

    /** The data has been moved. */
    public synchronized void migrated(String phase) {
        usedStore = Objects.requireNonNull(wantedStore);
        tenant = tenant(true, address, phase, asked, spec.replicas(), true);
    }

    /** The Service has another address from now on. */
    public synchronized void moved(Endpoint elsewhere) {
        address = elsewhere;
        TenantControlPlane old = Objects.requireNonNull(tenant);
        tenant = tenant(old.applied(), elsewhere, old.phase(), old.version(), old.replicas(), old.kubeconfig() != null);
    }

    /** What is known of the data store that the control plane names. */
    public synchronized void dataStore(DataStore found) {
        store = found;
    }

    /** A published Secret is deleted, edited or relabelled. */
    public synchronized void spoil(Credentials.State state) {
        credentials = new Credentials(state, Credentials.State.CURRENT);
    }

    /** The TenantControlPlane as it is after a restore: it names an owner that is gone. */
    public synchronized void owned(String byAnother) {
        tenant = Objects.requireNonNull(tenant).withOwner(byAnother, true).withApplied(false);
    }

    public synchronized void restored(String uid) {
        TenantControlPlane kept = tenant;
        String keptVersion = asked;
        recreate(uid);
        tenant = kept;
        asked = keptVersion;
    }

    /** Fields that the installed Kamaji does not know from now on; one that it has learned can be applied. */
    public synchronized void knowsNot(String... paths) {
        unknown = List.of(paths);
        outdated();
    }

    /** The pods run the version that the TenantControlPlane carries. */
    public synchronized void rolled() {
        tenant = tenant(true, address, "Ready", asked, spec.replicas(), true);
    }

    public synchronized void removed() {
        tenant = null;
    }

    /** What Kamaji does next by itself, if anything. */
    public synchronized void kamaji() {
        TenantControlPlane now = current();
        if (now == null) {
            return;
        }
        if (now.deleting()) {
            removed();
        } else if (now.applied() && now.endpoint() == null) {
            address();
        } else if (now.applied() && spec.replicas() == 0) {
            roll("Sleeping", Objects.requireNonNull(asked), 0);
        } else if (now.applied()) {
            rolled();
        }
    }

    /** Someone deletes the TenantControlPlane, and what it owns goes with it. */
    public synchronized void lostTenant() {
        tenant = null;
        asked = null;
        credentials = Credentials.NONE;
    }

    /** Someone deletes the published Secrets. */
    public synchronized void lostCredentials() {
        credentials = Credentials.NONE;
    }
}
