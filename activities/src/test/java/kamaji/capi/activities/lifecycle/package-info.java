// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.lifecycle;

import org.jspecify.annotations.NullMarked;
