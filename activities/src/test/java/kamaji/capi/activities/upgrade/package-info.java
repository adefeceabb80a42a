// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.upgrade;

import org.jspecify.annotations.NullMarked;
