// SPDX-License-Identifier: Apache-2.0
/** Which steps are due, what is waited for and whether anything is outstanding, as a pure function of facts. */
@NullMarked
package kamaji.capi.workflows.decision;

import org.jspecify.annotations.NullMarked;
