// SPDX-License-Identifier: Apache-2.0
/** What went wrong, in one of the few kinds that the workflow tells apart. */
@NullMarked
package kamaji.capi.activities.failure;

import org.jspecify.annotations.NullMarked;
