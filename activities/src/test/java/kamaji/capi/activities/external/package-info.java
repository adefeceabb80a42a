// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.external;

import org.jspecify.annotations.NullMarked;
