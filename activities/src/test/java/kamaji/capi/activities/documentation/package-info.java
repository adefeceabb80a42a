// SPDX-License-Identifier: Apache-2.0
@NullMarked
package kamaji.capi.activities.documentation;

import org.jspecify.annotations.NullMarked;
