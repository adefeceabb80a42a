// SPDX-License-Identifier: Apache-2.0
/** {@code kubectl ktcp}: what a person asks about one control plane. Reads; writes nothing but the retry annotation. */
@NullMarked
package kamaji.capi.worker.ktcp;

import org.jspecify.annotations.NullMarked;
