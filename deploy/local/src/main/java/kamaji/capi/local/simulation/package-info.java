// SPDX-License-Identifier: Apache-2.0

/** What the simulated systems share: objects as trees, single requests to the API server, watches, and a keyed queue. */
@NullMarked
package kamaji.capi.local.simulation;

import org.jspecify.annotations.NullMarked;
