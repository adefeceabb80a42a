// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.status;

import org.jspecify.annotations.NullMarked;
