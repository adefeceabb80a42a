// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/** The status of a Cluster, computed from what is known of it: gates, phase, counters, conditions. */
final class ClusterReport {
    private final KubeObject cluster;
    private final Map<String, Object> conditions = new LinkedHashMap<>();
    private final Map<String, Object> status = new LinkedHashMap<>();

    ClusterReport(KubeObject cluster) {
        this.cluster = cluster;
        cluster.list("status", "conditions").forEach(old -> conditions.put(Trees.text(old, "type"), old));
    }

    /** The two gates; both are latched, so false means not yet. */
    ClusterReport gates(boolean provisioned, boolean initialised) {
        Map<String, Object> gates = new LinkedHashMap<>();
        if (provisioned) {
            gates.put("infrastructureProvisioned", true);
        }
        if (initialised) {
            gates.put("controlPlaneInitialized", true);
        }
        if (!gates.isEmpty()) {
            status.put("initialization", gates);
        }
        put("InfrastructureReady", provisioned, provisioned ? "Ready" : "NotReady", "");
        put("ControlPlaneInitialized", initialised, initialised ? "Initialized" : "NotInitialized", "");
        return this;
    }

    ClusterReport phase(String phase) {
        status.put("phase", phase);
        return this;
    }

    /** What the control plane object says of itself: counters, versions and conditions. */
    ClusterReport mirror(@Nullable KubeObject controlPlane, boolean initialised) {
        if (controlPlane == null) {
            String reason = initialised ? "Deleted" : "DoesNotExist";
            put("ControlPlaneAvailable", false, reason, "the control plane object does not exist");
            return this;
        }
        Map<String, Object> counters = new LinkedHashMap<>();
        copy(controlPlane.at("spec", "replicas"), "desiredReplicas", counters);
        for (String counter :
                List.of("replicas", "readyReplicas", "availableReplicas", "upToDateReplicas", "versions")) {
            copy(controlPlane.at("status", counter), counter, counters);
        }
        if (!counters.isEmpty()) {
            status.put("controlPlane", counters);
        }
        Object available = condition(controlPlane, "Available");
        if (available == null) {
            put("ControlPlaneAvailable", initialised, initialised ? "Available" : "NotAvailable", "");
        } else {
            Map<String, Object> mirrored = Trees.map(available);
            mirrored.put("type", "ControlPlaneAvailable");
            mirrored.remove("observedGeneration");
            conditions.put("ControlPlaneAvailable", mirrored);
        }
        for (String type : List.of("RollingOut", "ScalingUp", "ScalingDown")) {
            aggregate(controlPlane, type);
        }
        return this;
    }

    ClusterReport deleting(boolean deleting, String reason, String message) {
        put("Deleting", deleting, reason, message);
        return this;
    }

    /** What differs from the status the Cluster has, as a merge patch; empty when nothing does. */
    Map<String, Object> patch() {
        boolean available = holds("InfrastructureReady") && holds("ControlPlaneAvailable") && !holds("Deleting");
        put("Available", available, available ? "Available" : "NotAvailable", "");
        status.put("conditions", new ArrayList<>(conditions.values()));
        status.put("observedGeneration", cluster.generation());
        Map<String, Object> changed = new LinkedHashMap<>();
        status.forEach((field, value) -> {
            if (!Trees.same(value, cluster.at("status", field))) {
                changed.put(field, value);
            }
        });
        return changed;
    }

    private static void copy(@Nullable Object value, String field, Map<String, Object> target) {
        if (value != null) {
            target.put(field, value);
        }
    }

    private void aggregate(KubeObject controlPlane, String type) {
        Object found = condition(controlPlane, type);
        boolean holds = found != null && Trees.text(found, "status").equals("True");
        String told = Trees.text(found, "message");
        String message = holds ? "* " + controlPlane.text("kind") + " " + controlPlane.name() + ": " + told : "";
        put(type, holds, holds ? type : "Not" + type, message);
    }

    private static @Nullable Object condition(KubeObject object, String type) {
        for (Object condition : object.list("status", "conditions")) {
            if (Trees.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return null;
    }

    private boolean holds(String type) {
        return Trees.text(conditions.get(type), "status").equals("True");
    }

    private void put(String type, boolean holds, String reason, String message) {
        String wanted = holds ? "True" : "False";
        Object old = conditions.get(type);
        boolean kept = Trees.text(old, "status").equals(wanted);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", type);
        condition.put("status", wanted);
        condition.put("reason", reason);
        condition.put("message", message);
        condition.put("lastTransitionTime", kept ? Trees.text(old, "lastTransitionTime") : now());
        conditions.put(type, condition);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
