// SPDX-License-Identifier: Apache-2.0
/** Watches on the other clusters that run TenantControlPlanes, each as long as a control plane uses it. */
@NullMarked
package kamaji.capi.watcher.external;

import org.jspecify.annotations.NullMarked;
