// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.infrastructure;

import org.jspecify.annotations.NullMarked;
