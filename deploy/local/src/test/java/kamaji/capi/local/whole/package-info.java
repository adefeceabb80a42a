// SPDX-License-Identifier: Apache-2.0
/** The packaged provider as a process on the local stack. */
@NullMarked
package kamaji.capi.local.whole;

import org.jspecify.annotations.NullMarked;
