// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import java.util.Optional;
import kamaji.capi.workflows.facts.ClusterRef;

/** The runs of clusters, as the server sees them. Calls block until it answers. */
public interface Runs {

    /**
     * The open run of a cluster whose workflow task keeps failing; empty when there is no run or it is well.
     *
     * @throws SignalFailedException when the server did not answer
     */
    Optional<WedgedRun> wedged(ClusterRef ref) throws SignalFailedException;

    /**
     * Ends a run at once; does nothing when it has ended meanwhile.
     *
     * @throws SignalFailedException when the server did not answer
     */
    void terminate(ClusterRef ref, WedgedRun run, String reason) throws SignalFailedException;

    /**
     * A run that cannot go on.
     *
     * @param runId which one
     * @param attempts how often its workflow task was tried
     */
    record WedgedRun(String runId, int attempts) {}
}
