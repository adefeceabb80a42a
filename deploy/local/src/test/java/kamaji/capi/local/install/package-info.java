// SPDX-License-Identifier: Apache-2.0
/** What a release installs, with the tools that people install it with. */
@NullMarked
package kamaji.capi.local.install;

import org.jspecify.annotations.NullMarked;
