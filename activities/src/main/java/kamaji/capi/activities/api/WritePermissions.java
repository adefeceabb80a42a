// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What nobody may do in the tenant. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WritePermissions(
        @Nullable Boolean blockCreation,
        @Nullable Boolean blockDeletion,
        @Nullable Boolean blockUpdate) {}
