// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

/** Where the TenantControlPlane of a life is. */
enum Place {
    /** Beside its KamajiControlPlane. */
    HERE,
    /** On another cluster. */
    AWAY
}
