// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * One finished request. Texts are empty where the request has none (a list has no name, the core group no group).
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection
 * @param code HTTP status of the answer
 * @param dryRun nothing was stored
 * @param received when the API server got it
 * @param finished when it had answered
 */
public record AuditLine(
        String user,
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        int code,
        String userAgent,
        boolean dryRun,
        Instant received,
        Instant finished) {

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    static AuditLine of(JsonNode event) {
        JsonNode object = event.path("objectRef");
        return new AuditLine(
                event.path("user").path("username").asText(),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                object.path("subresource").asText(),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("responseStatus").path("code").asInt(),
                event.path("userAgent").asText(),
                event.path("requestURI").asText().contains("dryRun="),
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                Instant.parse(event.path("stageTimestamp").asText()));
    }

    /** True for create, update, patch and delete, whatever the answer was. */
    public boolean isWrite() {
        return WRITES.contains(verb);
    }
}
