// SPDX-License-Identifier: Apache-2.0
/** What an administrator does once when switching providers: the stored version of objects, and letting go of them. */
@NullMarked
package kamaji.capi.activities.storage;

import org.jspecify.annotations.NullMarked;
