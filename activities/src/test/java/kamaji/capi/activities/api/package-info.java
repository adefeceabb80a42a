// SPDX-License-Identifier: Apache-2.0
/** The API types against the CRD files, and the CRD files against a real API server. */
@NullMarked
package kamaji.capi.activities.api;

import org.jspecify.annotations.NullMarked;
