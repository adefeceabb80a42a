// SPDX-License-Identifier: Apache-2.0
/** Metrics and probes over HTTP. */
@NullMarked
package kamaji.capi.worker.diagnostics;

import org.jspecify.annotations.NullMarked;
