// SPDX-License-Identifier: Apache-2.0
/** TenantControlPlanes that run on another cluster, and the connections to those clusters. */
@NullMarked
package kamaji.capi.activities.external;

import org.jspecify.annotations.NullMarked;
