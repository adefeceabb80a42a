// SPDX-License-Identifier: Apache-2.0
/** The connection to the Kubernetes API and what must hold there before anything starts. */
@NullMarked
package kamaji.capi.worker.kubernetes;

import org.jspecify.annotations.NullMarked;
