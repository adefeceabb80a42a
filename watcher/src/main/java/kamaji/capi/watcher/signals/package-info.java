// SPDX-License-Identifier: Apache-2.0
/** How a workflow is told. */
@NullMarked
package kamaji.capi.watcher.signals;

import org.jspecify.annotations.NullMarked;
