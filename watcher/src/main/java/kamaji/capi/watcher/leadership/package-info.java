// SPDX-License-Identifier: Apache-2.0
/** Which of several watchers sends. */
@NullMarked
package kamaji.capi.watcher.leadership;

import org.jspecify.annotations.NullMarked;
