// SPDX-License-Identifier: Apache-2.0
/** What the pages say can be typed, can be typed. */
@NullMarked
package kamaji.capi.local.documentation;

import org.jspecify.annotations.NullMarked;
