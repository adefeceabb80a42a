// SPDX-License-Identifier: Apache-2.0
/** Why the process ends, in words and as an exit code. */
@NullMarked
package kamaji.capi.worker.exit;

import org.jspecify.annotations.NullMarked;
