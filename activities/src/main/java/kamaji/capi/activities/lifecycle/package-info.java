// SPDX-License-Identifier: Apache-2.0
/** The activities of the workflow, each handed to the step that does it. */
@NullMarked
package kamaji.capi.activities.lifecycle;

import org.jspecify.annotations.NullMarked;
