// SPDX-License-Identifier: Apache-2.0

/**
 * A stand-in for the core controllers of Cluster API: owner references, provisioned and initialised, endpoint, mirrored
 * conditions and deletion order of Clusters. It creates no machines.
 */
@NullMarked
package kamaji.capi.local.clusterapi;

import org.jspecify.annotations.NullMarked;
