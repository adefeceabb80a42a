// SPDX-License-Identifier: Apache-2.0
/** The step that publishes the address of the tenant API server. */
@NullMarked
package kamaji.capi.activities.endpoint;

import org.jspecify.annotations.NullMarked;
