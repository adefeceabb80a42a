// SPDX-License-Identifier: Apache-2.0
/** The queue between informers and Temporal: when a cluster is judged, and when its workflow is told. */
@NullMarked
package kamaji.capi.watcher.attention;

import org.jspecify.annotations.NullMarked;
