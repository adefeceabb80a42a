// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.temporal.worker.Worker;

/** Puts watcher, workflows and activities into the process. */
public interface Wiring {
    /** Registers workflow types and activities; called once, before the worker starts. */
    void register(Worker worker, Connections connections);

    /** Makes the watcher; it is started and closed by the caller. */
    Role watcher(Connections connections);
}
