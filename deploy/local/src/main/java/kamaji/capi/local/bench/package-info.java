// SPDX-License-Identifier: Apache-2.0
/** Measures bursts of clusters, restarts and idle minutes on the local stack. */
@NullMarked
package kamaji.capi.local.bench;

import org.jspecify.annotations.NullMarked;
