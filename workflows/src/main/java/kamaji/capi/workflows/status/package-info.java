// SPDX-License-Identifier: Apache-2.0
/** What is written to the status of a KamajiControlPlane, as a pure function of facts. */
@NullMarked
package kamaji.capi.workflows.status;

import org.jspecify.annotations.NullMarked;
