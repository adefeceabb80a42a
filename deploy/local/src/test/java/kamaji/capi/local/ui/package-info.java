// SPDX-License-Identifier: Apache-2.0
/** What a person sees of a run in the Temporal UI, looked at with a real browser. */
@NullMarked
package kamaji.capi.local.ui;

import org.jspecify.annotations.NullMarked;
