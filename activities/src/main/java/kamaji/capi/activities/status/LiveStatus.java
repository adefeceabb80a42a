// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionType;
import kamaji.capi.workflows.status.StatusReport;
import kamaji.capi.workflows.status.VersionCount;
import org.jspecify.annotations.Nullable;

/** The status of a KamajiControlPlane as it stands. One that does not decode reads as empty. */
public final class LiveStatus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KamajiControlPlaneStatus EMPTY =
            Objects.requireNonNull(JSON.convertValue(Map.of(), KamajiControlPlaneStatus.class));
    private static final Set<String> OWN_TYPES =
            Stream.of(ConditionType.values()).map(ConditionType::text).collect(Collectors.toUnmodifiableSet());

    private final KamajiControlPlaneStatus status;

    private LiveStatus(KamajiControlPlaneStatus status) {
        this.status = status;
    }

    public static LiveStatus of(GenericKubernetesResource controlPlane) {
        Object status = controlPlane.getAdditionalProperties().get("status");
        if (status == null) {
            return new LiveStatus(EMPTY);
        }
        try {
            return new LiveStatus(JSON.convertValue(status, KamajiControlPlaneStatus.class));
        } catch (IllegalArgumentException e) {
            return new LiveStatus(EMPTY);
        }
    }

    /** Whether the control plane was usable once, in the field of either API version. */
    public boolean initialized() {
        return Boolean.TRUE.equals(status.initialized())
                || (status.initialization() != null
                        && Boolean.TRUE.equals(status.initialization().controlPlaneInitialized()));
    }

    public @Nullable Settled settled() {
        KamajiControlPlaneStatus.Settled stored = status.settled();
        return stored == null || stored.digest() == null || stored.result() == null
                ? null
                : new Settled(stored.digest(), stored.result());
    }

    /** The plan of an upgrade, null when there is none or it is not complete. */
    public @Nullable UpgradePlan upgrade() {
        KamajiControlPlaneStatus.Upgrade told = status.upgrade();
        return told == null || told.from() == null || told.to() == null || told.current() == null
                ? null
                : new UpgradePlan(
                        told.from(), told.to(), Objects.requireNonNullElse(told.hops(), List.of()), told.current());
    }

    /** A condition as {@code status/reason}, null when absent. */
    public @Nullable String condition(ConditionType type) {
        return conditions().stream()
                .filter(condition -> condition.type().equals(type.text()))
                .map(condition -> condition.status() + "/" + condition.reason())
                .findFirst()
                .orElse(null);
    }

    /** The status read back as the full report that would write it: own condition types only, no transition times. */
    public StatusReport report() {
        return new StatusReport(
                false,
                initialized(),
                Boolean.TRUE.equals(status.ready()),
                status.version() == null ? "" : status.version(),
                versions(),
                counters(),
                status.selector(),
                conditions(),
                settled(),
                upgrade());
    }

    static boolean isOwn(@Nullable Object conditionType) {
        return conditionType instanceof String type && OWN_TYPES.contains(type);
    }

    private List<Condition> conditions() {
        Map<String, Condition> byType = new LinkedHashMap<>();
        for (io.fabric8.kubernetes.api.model.Condition live :
                Objects.requireNonNullElse(status.conditions(), List.<io.fabric8.kubernetes.api.model.Condition>of())) {
            if (isOwn(live.getType())) {
                byType.putIfAbsent(live.getType(), condition(live));
            }
        }
        return List.copyOf(byType.values());
    }

    private static Condition condition(io.fabric8.kubernetes.api.model.Condition live) {
        return new Condition(
                live.getType(),
                Objects.requireNonNullElse(live.getStatus(), ""),
                Objects.requireNonNullElse(live.getReason(), ""),
                Objects.requireNonNullElse(live.getMessage(), ""),
                live.getObservedGeneration() == null ? 0 : live.getObservedGeneration());
    }

    private List<VersionCount> versions() {
        return status.versions() == null
                ? List.of()
                : status.versions().stream()
                        .map(running -> new VersionCount(running.version(), running.replicas()))
                        .toList();
    }

    private StatusReport.@Nullable ReplicaCounters counters() {
        return status.replicas() == null
                ? null
                : new StatusReport.ReplicaCounters(
                        status.replicas(),
                        zeroIfNull(status.readyReplicas()),
                        zeroIfNull(status.availableReplicas()),
                        zeroIfNull(status.upToDateReplicas()));
    }

    private static int zeroIfNull(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
