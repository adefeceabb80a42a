// SPDX-License-Identifier: Apache-2.0
/** What is done with which kind of infrastructure cluster. */
@NullMarked
package kamaji.capi.activities.infrastructure;

import org.jspecify.annotations.NullMarked;
