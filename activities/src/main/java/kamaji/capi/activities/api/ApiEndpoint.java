// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where an API server is reached. Go clients write an unset one as an empty object, an empty host or port 0. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiEndpoint(@Nullable String host, @Nullable Integer port) {

    /** Whether host and port are both given, so that the endpoint says something. */
    public boolean complete() {
        return host != null && !host.isEmpty() && port != null && port > 0;
    }
}
