// SPDX-License-Identifier: Apache-2.0
/** From a KamajiControlPlane and its Cluster to the TenantControlPlane that Kamaji shall run. */
@NullMarked
package kamaji.capi.activities.tenantcontrolplane;

import org.jspecify.annotations.NullMarked;
