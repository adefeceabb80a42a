// SPDX-License-Identifier: Apache-2.0
/** From Kubernetes objects to facts, for activities and watcher alike, and the live reads of activities. */
@NullMarked
package kamaji.capi.activities.observation;

import org.jspecify.annotations.NullMarked;
