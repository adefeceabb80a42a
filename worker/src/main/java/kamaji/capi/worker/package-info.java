// SPDX-License-Identifier: Apache-2.0
/** The process: options, connections, probes, the roles it plays and their start and end. */
@NullMarked
package kamaji.capi.worker;

import org.jspecify.annotations.NullMarked;
