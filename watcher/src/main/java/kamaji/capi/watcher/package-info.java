// SPDX-License-Identifier: Apache-2.0
/** Finds out which cluster needs attention now and signals its workflow. Writes nothing to Kubernetes but its Lease. */
@NullMarked
package kamaji.capi.watcher;

import org.jspecify.annotations.NullMarked;
