// SPDX-License-Identifier: Apache-2.0
/** The Kubernetes API as the steps use it: every call is one request, every error one of a few kinds. */
@NullMarked
package kamaji.capi.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
