// SPDX-License-Identifier: Apache-2.0
/** The status of a KamajiControlPlane as it stands and as it is to be. */
@NullMarked
package kamaji.capi.activities.status;

import org.jspecify.annotations.NullMarked;
