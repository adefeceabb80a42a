// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters of the Cluster that owns the control plane.
 *
 * @param name its name, which is in the names of the Secrets
 * @param uid its UID
 * @param paused {@code spec.paused}
 * @param endpoint {@code spec.controlPlaneEndpoint}, null while unset
 * @param infrastructure {@code spec.infrastructureRef}, null for a Cluster without infrastructure
 */
public record OwningCluster(
        String name,
        String uid,
        boolean paused,
        @Nullable Endpoint endpoint,
        @Nullable InfrastructureRef infrastructure) {}
