// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

/** One of the things this process does. Started once and closed once, both from the same thread. */
public interface Role extends AutoCloseable {
    /** For the log and the probes, such as "watcher". */
    String name();

    /** Returns when the role has begun; it may become ready later. May wait, but not beyond the end of the process. */
    void start();

    /** Whether it does its work now. Being a standby for a leader counts as ready. */
    boolean ready();

    /** False when only a restart of the process can help. Never depends on Temporal or Kubernetes being there. */
    boolean alive();

    /** What is missing when it is not ready or not alive, in words. */
    String why();

    /** What a person should know although it is ready, in words; empty when there is nothing. */
    default String note() {
        return "";
    }

    /** Stops and waits until running work has ended; does not throw. */
    @Override
    void close();
}
