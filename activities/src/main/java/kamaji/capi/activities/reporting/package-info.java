// SPDX-License-Identifier: Apache-2.0
/** The step that writes the status and tells transitions as events. */
@NullMarked
package kamaji.capi.activities.reporting;

import org.jspecify.annotations.NullMarked;
