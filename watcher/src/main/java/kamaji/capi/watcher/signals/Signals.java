// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import kamaji.capi.workflows.facts.ClusterRef;

/** How workflows are told that something about their cluster may have changed. Calls block until the server answers. */
public interface Signals {

    /**
     * Tells the open run of a cluster, or starts one. Needs no worker.
     *
     * @param hint what changed, for readers of the history
     * @throws SignalFailedException when the server did not accept it; it may be sent again
     */
    void send(ClusterRef ref, String hint, Start start) throws SignalFailedException;

    /**
     * Tells the open run of a cluster; does nothing when none is open.
     *
     * @throws SignalFailedException when the server did not answer; it may be sent again
     */
    void tellOpenRun(ClusterRef ref, String hint) throws SignalFailedException;
}
