// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What matters of the infrastructure cluster.
 *
 * @param behaviour what the provider does with this kind
 * @param found whether the object exists
 * @param endpoint the endpoint that it carries, null while unset or incomplete
 * @param host the host that it carries without a port, null otherwise
 * @param provisioned whether it says that it is provisioned, where the provider has to say it; false elsewhere
 * @param field where it carries the endpoint, for people; null when not known
 * @param problem why nothing is known of it (kind not installed, permission missing), with the cure
 */
public record InfrastructureCluster(
        Behaviour behaviour,
        boolean found,
        @Nullable Endpoint endpoint,
        @Nullable String host,
        boolean provisioned,
        @Nullable String field,
        @Nullable String problem) {

    /** What the provider does with an infrastructure kind. */
    public enum Behaviour {
        /** Writes the endpoint. */
        PATCH,
        /** Writes the endpoint and marks the infrastructure provisioned. */
        PATCH_AND_MARK_PROVISIONED,
        /** Never writes: the user has set the same endpoint. */
        CHECK,
        /** Writes the endpoint where none is set; one that the user has set must be the same. */
        CHECK_OR_PATCH,
        /** The kind is not known: nothing is written. */
        UNSUPPORTED;

        /** Whether an endpoint that is set is the user's, and never written over. */
        public boolean keepsWhatIsSet() {
            return this == CHECK || this == CHECK_OR_PATCH;
        }
    }

    /** Whether it carries neither endpoint nor host. */
    public boolean blank() {
        return endpoint == null && host == null;
    }

    /** Whether it carries this endpoint. */
    public boolean endpointIs(@Nullable Endpoint other) {
        return endpoint != null && endpoint.equals(other);
    }

    /** What it carries, for people. */
    public String says() {
        return endpoint == null ? host + " without a port" : endpoint.toString();
    }

    /** Where the endpoint has to be edited, for people. */
    public String where() {
        return Objects.requireNonNullElse(field, "spec.controlPlaneEndpoint");
    }
}
