// SPDX-License-Identifier: Apache-2.0
/** One informer per kind, with caches that keep only what is used. */
@NullMarked
package kamaji.capi.watcher.kind;

import org.jspecify.annotations.NullMarked;
