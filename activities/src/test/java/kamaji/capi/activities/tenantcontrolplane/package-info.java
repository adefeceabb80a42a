// SPDX-License-Identifier: Apache-2.0
/** The mapping as tables, and its result against a real API server. */
@NullMarked
package kamaji.capi.activities.tenantcontrolplane;

import org.jspecify.annotations.NullMarked;
