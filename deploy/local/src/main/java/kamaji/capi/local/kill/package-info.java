// SPDX-License-Identifier: Apache-2.0
/** Kills the provider before, during and after each write of each story and compares the ends. */
@NullMarked
package kamaji.capi.local.kill;

import org.jspecify.annotations.NullMarked;
