// SPDX-License-Identifier: Apache-2.0
/** Connections to Kubernetes APIs that notice when the other end has fallen silent. */
@NullMarked
package kamaji.capi.activities.connection;

import org.jspecify.annotations.NullMarked;
