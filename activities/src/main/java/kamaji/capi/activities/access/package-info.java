// SPDX-License-Identifier: Apache-2.0
/** The step that asks the tenant API server whether the published kubeconfig works. */
@NullMarked
package kamaji.capi.activities.access;

import org.jspecify.annotations.NullMarked;
