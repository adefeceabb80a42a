// SPDX-License-Identifier: Apache-2.0
/** The durable workflow of one cluster and the activities that it calls. */
@NullMarked
package kamaji.capi.workflows.lifecycle;

import org.jspecify.annotations.NullMarked;
