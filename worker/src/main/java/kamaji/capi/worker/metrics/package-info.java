// SPDX-License-Identifier: Apache-2.0
/** The provider's own metrics: their table, and what measures steps, requests and control planes. */
@NullMarked
package kamaji.capi.worker.metrics;

import org.jspecify.annotations.NullMarked;
