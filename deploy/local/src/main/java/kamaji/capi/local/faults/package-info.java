// SPDX-License-Identifier: Apache-2.0
/** A proxy in front of the API server that counts, holds, answers, cuts and delays requests by rule. */
@NullMarked
package kamaji.capi.local.faults;

import org.jspecify.annotations.NullMarked;
