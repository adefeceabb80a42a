// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the control plane talks to kubelets and what it hands them as configuration. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Kubelet(
        @Nullable List<String> preferredAddressTypes,
        @Nullable String cgroupfs,
        @Nullable List<JsonPatch> configurationJSONPatches) {

    /** One operation of RFC 6902 on the kubelet configuration; the value may be any JSON. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JsonPatch(
            String op,
            String path,
            @Nullable String from,
            @Nullable Object value) {}
}
