// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.access;

import org.jspecify.annotations.NullMarked;
