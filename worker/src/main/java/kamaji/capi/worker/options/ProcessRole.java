// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** What one process does: watch and signal, or do the work, or both. */
public enum ProcessRole {
    WATCHER,
    WORKER
}
