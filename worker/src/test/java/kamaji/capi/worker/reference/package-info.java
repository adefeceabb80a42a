// SPDX-License-Identifier: Apache-2.0
/** The references in {@code docs/reference}, generated from the tables in the code. */
@NullMarked
package kamaji.capi.worker.reference;

import org.jspecify.annotations.NullMarked;
