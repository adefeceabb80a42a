// SPDX-License-Identifier: Apache-2.0
/** Starts the local stack with the sample and shows how its clusters become Ready. */
@NullMarked
package kamaji.capi.local.up;

import org.jspecify.annotations.NullMarked;
