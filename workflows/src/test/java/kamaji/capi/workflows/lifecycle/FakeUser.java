// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.OwningCluster;
import org.jspecify.annotations.Nullable;

/** What the user does. */
abstract class FakeUser extends FakeObjects {
    public synchronized void scale(int replicas) {
        spec = spec.next(replicas, spec.version());
        outdated();
    }

    public synchronized void upgrade(String wanted) {
        spec = spec.next(spec.replicas(), wanted);
        outdated();
    }

    public synchronized void delete() {
        spec = spec.with(true, spec.paused(), null);
    }

    /** What is true of the deletion that {@link #delete} begins. */
    public synchronized void ending(Ending changed) {
        ending = changed;
    }

    public synchronized void pause(boolean paused) {
        spec = spec.with(spec.deleting(), paused, null);
    }

    public synchronized void recreate(String uid) {
        spec = new Spec(uid, 1, spec.replicas(), spec.version(), false, false, null, null);
        finalizer = false;
        endpoint = null;
        status = null;
        tenant = null;
        asked = null;
        credentials = Credentials.NONE;
    }

    /** Sets the endpoint of the control plane, as who adopts a new address does. */
    public synchronized void adopt(Endpoint chosen) {
        spec = spec.next(spec.replicas(), spec.version());
        endpoint = chosen;
    }

    public synchronized void disown(String problem) {
        spec = spec.with(spec.deleting(), spec.paused(), problem);
        cluster = null;
    }

    public synchronized void infrastructure(InfrastructureCluster present, OwningCluster owner) {
        infrastructure = present;
        cluster = owner;
    }

    /** The TenantControlPlane runs on another cluster, which cannot be worked with for this reason. */
    public synchronized void external(@Nullable String problem, boolean passing) {
        external = new ExternalCluster("TenantControlPlane away/kcp-u1", problem, passing);
    }

    public synchronized void passThrough(String... versions) {
        inBetween = List.of(versions);
    }

    public synchronized void store(String wanted) {
        spec = spec.next(spec.replicas(), spec.version());
        wantedStore = wanted;
        outdated();
    }
}
