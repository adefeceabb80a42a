// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
