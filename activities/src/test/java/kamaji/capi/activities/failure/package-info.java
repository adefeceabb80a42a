// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.failure;

import org.jspecify.annotations.NullMarked;
