// SPDX-License-Identifier: Apache-2.0
/** The Kubernetes objects the provider reads and writes: our own kinds as records, those of others as narrow views. */
@NullMarked
package kamaji.capi.activities.api;

import org.jspecify.annotations.NullMarked;
