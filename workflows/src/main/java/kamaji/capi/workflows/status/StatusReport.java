// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import java.util.Comparator;
import java.util.List;
import kamaji.capi.workflows.facts.Digests;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.UpgradePlan;
import org.jspecify.annotations.Nullable;

/**
 * What the status of a KamajiControlPlane should say.
 *
 * @param partial whether only the conditions given and {@code settled} are written and all else stays as it is
 * @param initialized the latched {@code controlPlaneInitialized}; never reported false once true
 * @param ready {@code status.ready}
 * @param version what runs, empty before the first Ready
 * @param versions what runs, oldest first
 * @param counters the replica counters, null before there are any
 * @param selector label selector of the pods, null while unknown
 * @param conditions conditions of ours
 * @param settled stored when a run ends, null while one is under way
 * @param upgrade the plan of the upgrade that is under way, null when there is none
 */
public record StatusReport(
        boolean partial,
        boolean initialized,
        boolean ready,
        String version,
        List<VersionCount> versions,
        @Nullable ReplicaCounters counters,
        @Nullable String selector,
        List<Condition> conditions,
        @Nullable Settled settled,
        @Nullable UpgradePlan upgrade) {

    /**
     * Pods of the control plane.
     *
     * @param replicas all
     * @param ready ready ones
     * @param available available ones
     * @param upToDate those of the newest template
     */
    public record ReplicaCounters(int replicas, int ready, int available, int upToDate) {
        /** Those of all that are not available. */
        public int unavailable() {
            return Math.max(0, replicas - available);
        }
    }

    @SuppressWarnings("NullAway") // a payload leaves out empty texts and lists
    public StatusReport {
        version = version == null ? "" : version;
        versions = versions == null ? List.of() : List.copyOf(versions);
        conditions = conditions == null ? List.of() : sorted(conditions);
    }

    /** Equal for equal content, whatever the order of the conditions; for a live status, {@code ControlPlane.reported}. */
    public String hash() {
        // Without an upgrade the text is that of releases which knew none: their histories have to replay.
        return Digests.of(toString().replace(", upgrade=null]", "]"));
    }

    public StatusReport with(@Nullable Settled changed) {
        return new StatusReport(
                partial, initialized, ready, version, versions, counters, selector, conditions, changed, upgrade);
    }

    private static List<Condition> sorted(List<Condition> conditions) {
        return conditions.stream().sorted(Comparator.comparing(Condition::type)).toList();
    }
}
