// SPDX-License-Identifier: Apache-2.0
/** What a person may set, by flag or environment variable, and the one immutable record it becomes. */
@NullMarked
package kamaji.capi.worker.options;

import org.jspecify.annotations.NullMarked;
