// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters of the infrastructure cluster.
 *
 * @param behaviour what the provider does with this kind
 * @param found whether the object exists
 * @param endpoint the endpoint that it carries, null while unset
 * @param provisioned whether it says that it is provisioned, where the provider has to say it
 * @param problem why nothing is known of it (kind not installed, permission missing), with the cure
 */
public record InfrastructureCluster(
        Behaviour behaviour,
        boolean found,
        @Nullable Endpoint endpoint,
        boolean provisioned,
        @Nullable String problem) {

    /** What the provider does with an infrastructure kind. */
    public enum Behaviour {
        /** Writes the endpoint. */
        PATCH,
        /** Writes the endpoint and marks the infrastructure provisioned. */
        PATCH_AND_MARK_PROVISIONED,
        /** The kind is not known: nothing is written. */
        UNSUPPORTED
    }
}
