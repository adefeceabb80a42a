// SPDX-License-Identifier: Apache-2.0
/** The local stack: real servers, simulated Kamaji and Cluster API core, and the provider as a process. */
@NullMarked
package kamaji.capi.local.stack;

import org.jspecify.annotations.NullMarked;
