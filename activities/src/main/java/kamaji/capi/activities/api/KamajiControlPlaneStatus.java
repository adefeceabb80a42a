// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was observed, with the fields of both served versions side by side.
 * {@code failureReason} and {@code failureMessage} are read only: Cluster API never forgets them once written.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KamajiControlPlaneStatus(
        @Nullable Initialization initialization,
        @Nullable Boolean initialized,
        @Nullable Boolean ready,
        @Nullable String version,
        @Nullable List<RunningVersion> versions,
        @Nullable Integer replicas,
        @Nullable Integer readyReplicas,
        @Nullable Integer availableReplicas,
        @Nullable Integer unavailableReplicas,
        @Nullable Integer upToDateReplicas,
        @Nullable Integer updatedReplicas,
        @Nullable String selector,
        @Nullable Boolean externalManagedControlPlane,
        @Nullable String failureReason,
        @Nullable String failureMessage,
        @Nullable List<Condition> conditions,
        @Nullable Settled settled,
        @Nullable Upgrade upgrade) {

    /** One-way marks of the first provisioning. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Initialization(@Nullable Boolean controlPlaneInitialized) {}

    /** A version that runs now, and on how many replicas. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunningVersion(String version, @Nullable Integer replicas) {}

    /** The digest of the facts that the last run came to rest on, and how it ended. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Settled(@Nullable String digest, @Nullable String result) {}

    /** The plan of an upgrade: every minor on the way, and the one being walked. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Upgrade(
            @Nullable String from,
            @Nullable String to,
            @Nullable List<String> hops,
            @Nullable String current) {}
}
