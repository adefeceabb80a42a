// SPDX-License-Identifier: Apache-2.0

/**
 * A stand-in for Kamaji that works against a real API server: it gives TenantControlPlanes their endpoint, Secrets,
 * phases, finalizers and admission rules in the order and pace of the real one, but runs no control plane pods.
 */
@NullMarked
package kamaji.capi.local.kamaji;

import org.jspecify.annotations.NullMarked;
