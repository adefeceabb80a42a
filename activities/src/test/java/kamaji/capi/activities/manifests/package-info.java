// SPDX-License-Identifier: Apache-2.0
/** The manifests that users start from. */
@NullMarked
package kamaji.capi.activities.manifests;

import org.jspecify.annotations.NullMarked;
