// SPDX-License-Identifier: Apache-2.0
/** The step that issues the Secrets which Cluster API reads. */
@NullMarked
package kamaji.capi.activities.credentials;

import org.jspecify.annotations.NullMarked;
