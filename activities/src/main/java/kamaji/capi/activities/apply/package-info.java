// SPDX-License-Identifier: Apache-2.0
/** The step that applies the TenantControlPlane. */
@NullMarked
package kamaji.capi.activities.apply;

import org.jspecify.annotations.NullMarked;
