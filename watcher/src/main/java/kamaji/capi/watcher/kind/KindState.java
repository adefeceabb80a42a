// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

/** Whether the cache of a kind can be relied on. */
public enum KindState {
    /** The first list has not come in yet: nothing can be said. */
    PENDING,
    /** The cache follows the API server. */
    LISTED,
    /** The API server refuses the list, or it did not come in for too long. */
    UNAVAILABLE
}
