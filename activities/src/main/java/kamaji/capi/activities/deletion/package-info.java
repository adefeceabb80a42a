// SPDX-License-Identifier: Apache-2.0
/** The steps that take a control plane down. */
@NullMarked
package kamaji.capi.activities.deletion;

import org.jspecify.annotations.NullMarked;
