// SPDX-License-Identifier: Apache-2.0
/** The connection to Temporal: profile, renewed credentials, namespace and search attributes. */
@NullMarked
package kamaji.capi.worker.temporal;

import org.jspecify.annotations.NullMarked;
