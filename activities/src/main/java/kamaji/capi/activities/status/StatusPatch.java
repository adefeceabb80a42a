// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.StatusReport;
import kamaji.capi.workflows.status.VersionCount;
import org.jspecify.annotations.Nullable;

/**
 * The top-level fields of a status that differ from a report, as a merge patch: a null value removes. Fields that the
 * report does not speak of are never in it, among them {@code failureReason} and {@code failureMessage}, which Cluster
 * API would never forget.
 *
 * @param fields what to send, empty when the status says all of it already
 */
public record StatusPatch(Map<String, @Nullable Object> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What has to change for a status to say what a report says. */
    public static StatusPatch of(GenericKubernetesResource controlPlane, StatusReport report, Instant now) {
        Map<?, ?> live =
                controlPlane.getAdditionalProperties().get("status") instanceof Map<?, ?> status ? status : Map.of();
        Map<String, @Nullable Object> wanted = report.partial() ? new LinkedHashMap<>() : full(report);
        wanted.put("conditions", ConditionList.merge(live.get("conditions"), report, now));
        wanted.put("settled", settled(report.settled()));
        Map<String, @Nullable Object> different = new TreeMap<>();
        wanted.forEach((field, value) -> {
            if (!Objects.equals(canonical(live.get(field)), canonical(value))) {
                different.put(field, value);
            }
        });
        return new StatusPatch(different);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The fields of both API versions: the schema is one. */
    private static Map<String, @Nullable Object> full(StatusReport report) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("initialization", Map.of("controlPlaneInitialized", report.initialized()));
        wanted.put("initialized", report.initialized());
        wanted.put("ready", report.ready());
        wanted.put("version", report.version());
        wanted.put(
                "versions",
                report.versions().isEmpty()
                        ? null
                        : report.versions().stream()
                                .map(StatusPatch::versionCount)
                                .toList());
        counters(wanted, report.counters());
        wanted.put("selector", report.selector());
        wanted.put("upgrade", upgrade(report.upgrade()));
        wanted.put("externalManagedControlPlane", true);
        return wanted;
    }

    private static void counters(
            Map<String, @Nullable Object> wanted, StatusReport.@Nullable ReplicaCounters counters) {
        wanted.put("replicas", counters == null ? null : counters.replicas());
        wanted.put("readyReplicas", counters == null ? null : counters.ready());
        wanted.put("availableReplicas", counters == null ? null : counters.available());
        wanted.put("unavailableReplicas", counters == null ? null : counters.unavailable());
        wanted.put("upToDateReplicas", counters == null ? null : counters.upToDate());
        wanted.put("updatedReplicas", counters == null ? null : counters.upToDate());
    }

    private static Map<String, Object> versionCount(VersionCount running) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("version", running.version());
        if (running.replicas() != null) {
            entry.put("replicas", running.replicas());
        }
        return entry;
    }

    /** A merge patch would keep parts of an older plan: lists are replaced, all other fields are always there. */
    private static @Nullable Object upgrade(@Nullable UpgradePlan plan) {
        return plan == null
                ? null
                : Map.of("from", plan.from(), "to", plan.to(), "hops", plan.hops(), "current", plan.current());
    }

    private static @Nullable Object settled(@Nullable Settled settled) {
        return settled == null ? null : Map.of("digest", settled.digest(), "result", settled.result());
    }

    /** Numbers read from a server and numbers of ours may be of different Java types: as text they are equal. */
    private static JsonNode canonical(@Nullable Object value) {
        try {
            return JSON.readTree(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is always JSON", e);
        }
    }
}
