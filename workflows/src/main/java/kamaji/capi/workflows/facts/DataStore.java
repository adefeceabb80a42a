// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters of the DataStore that the control plane names.
 *
 * @param found whether it exists
 * @param ready what it says of itself; null when its Kamaji release has no such field
 * @param message why it is not ready, as its conditions say; null when unknown
 */
public record DataStore(
        boolean found, @Nullable Boolean ready, @Nullable String message) {}
