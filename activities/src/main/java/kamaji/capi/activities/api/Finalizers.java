// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import java.util.List;

/** Finalizers on a KamajiControlPlane. */
public final class Finalizers {
    /** Held until the TenantControlPlane is gone. */
    public static final String CONTROL_PLANE = "controlplane.kamaji.clastix.io/finalizer";

    /** Held in addition while the TenantControlPlane runs on another cluster. */
    public static final String EXTERNAL_CLUSTER = "ecr.kamaji.clastix.io/finalizer";

    /** Ours. */
    public static final List<String> ALL = List.of(CONTROL_PLANE, EXTERNAL_CLUSTER);

    private Finalizers() {}
}
