// SPDX-License-Identifier: Apache-2.0
/** Assembles what people install from the files of {@code deploy}; writes nothing of its own. */
@NullMarked
package kamaji.capi.release;

import org.jspecify.annotations.NullMarked;
