// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters of a KamajiControlPlane.
 *
 * @param uid its UID
 * @param resourceVersion as observed; guards the status write, never part of a digest
 * @param generation its generation
 * @param deleting whether it has a deletion timestamp
 * @param finalizer whether it carries our finalizer
 * @param paused whether it carries the pause annotation
 * @param requestedAt value of the reconcile-requested-at annotation
 * @param ownerProblem why no single owning Cluster is known, with the cure; null when one is
 * @param invalid which field of the spec cannot be mapped, why and what to do; null when all can
 * @param version the wanted Kubernetes version, with a leading v
 * @param replicas the wanted number of replicas
 * @param dataStore the name of the wanted data store; null leaves the choice to Kamaji
 * @param endpoint its {@code spec.controlPlaneEndpoint}, null while unset
 * @param endpointClaimed whether that endpoint was set by someone other than the provider
 * @param initialized the latched {@code controlPlaneInitialized}
 * @param access the AccessVerified condition as {@code status/reason}, null when absent
 * @param reported {@link kamaji.capi.workflows.status.StatusReport#hash()} of the status as it stands
 * @param upgrade the plan of an upgrade that the status tells, null when there is none
 * @param settled what the last finished run stored, null when a run is under way or none ended yet
 * @param addressHint why Kamaji may never come to an address, with the cure; null when nothing speaks against it
 */
public record ControlPlane(
        String uid,
        String resourceVersion,
        long generation,
        boolean deleting,
        boolean finalizer,
        boolean paused,
        @Nullable String requestedAt,
        @Nullable String ownerProblem,
        @Nullable String invalid,
        String version,
        int replicas,
        @Nullable String dataStore,
        @Nullable Endpoint endpoint,
        boolean endpointClaimed,
        boolean initialized,
        @Nullable String access,
        @Nullable String reported,
        @Nullable UpgradePlan upgrade,
        @Nullable Settled settled,
        @Nullable String addressHint) {

    /** Of one whose Service has nothing that speaks against it. */
    public ControlPlane(
            String uid,
            String resourceVersion,
            long generation,
            boolean deleting,
            boolean finalizer,
            boolean paused,
            @Nullable String requestedAt,
            @Nullable String ownerProblem,
            @Nullable String invalid,
            String version,
            int replicas,
            @Nullable String dataStore,
            @Nullable Endpoint endpoint,
            boolean endpointClaimed,
            boolean initialized,
            @Nullable String access,
            @Nullable String reported,
            @Nullable UpgradePlan upgrade,
            @Nullable Settled settled) {
        this(
                uid,
                resourceVersion,
                generation,
                deleting,
                finalizer,
                paused,
                requestedAt,
                ownerProblem,
                invalid,
                version,
                replicas,
                dataStore,
                endpoint,
                endpointClaimed,
                initialized,
                access,
                reported,
                upgrade,
                settled,
                null);
    }

    /** The same control plane after a write of ours that gave it this version and generation. */
    public ControlPlane written(String newResourceVersion, long newGeneration, boolean hasFinalizer) {
        return new ControlPlane(
                uid,
                newResourceVersion,
                newGeneration,
                deleting,
                hasFinalizer,
                paused,
                requestedAt,
                ownerProblem,
                invalid,
                version,
                replicas,
                dataStore,
                endpoint,
                endpointClaimed,
                initialized,
                access,
                reported,
                upgrade,
                settled,
                addressHint);
    }
}
