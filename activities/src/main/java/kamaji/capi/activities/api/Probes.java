// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Timing of the three probes; what is absent keeps Kamaji's own value. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probes(
        @Nullable Probe liveness,
        @Nullable Probe readiness,
        @Nullable Probe startup) {

    /** Timing of one probe, in seconds and counts. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            @Nullable Integer initialDelaySeconds,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer periodSeconds,
            @Nullable Integer successThreshold,
            @Nullable Integer failureThreshold) {}
}
