// SPDX-License-Identifier: Apache-2.0
/** The step that looks before a hop of an upgrade is written. */
@NullMarked
package kamaji.capi.activities.upgrade;

import org.jspecify.annotations.NullMarked;
