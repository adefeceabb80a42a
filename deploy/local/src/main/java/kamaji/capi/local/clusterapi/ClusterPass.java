// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.ObjectWatch;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one Cluster, in the order of the real one: infrastructure, control plane, then deletion or status. */
final class ClusterPass {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPass.class);
    private static final Duration UNKNOWN_KIND = Duration.ofSeconds(5);

    private final ApiCalls calls;
    private final ReferencedObjects references;
    private final ObjectWatch machines;
    private final Consumer<KubeObject> written;

    /** @param written gets every Cluster as a write of ours left it, since the watch may be late */
    ClusterPass(ApiCalls calls, ReferencedObjects references, ObjectWatch machines, Consumer<KubeObject> written) {
        this.calls = calls;
        this.references = references;
        this.machines = machines;
        this.written = written;
    }

    /** Runs the pass; the result is when to come back without an event. */
    Optional<Duration> run(KubeObject found) {
        if (found.flag("spec", "paused") || found.annotated(Core.PAUSED)) {
            return Optional.empty();
        }
        KubeObject cluster = guarded(found);
        Object infrastructureRef = cluster.at("spec", "infrastructureRef");
        Object controlPlaneRef = cluster.at("spec", "controlPlaneRef");
        var infrastructure = find(cluster, infrastructureRef);
        var controlPlane = find(cluster, controlPlaneRef);
        if (cluster.deleting()) {
            return delete(cluster, object(controlPlane), object(infrastructure), controlPlane, infrastructure);
        }
        own(cluster, infrastructure);
        own(cluster, controlPlane);
        boolean bare = infrastructureRef == null && controlPlaneRef != null;
        boolean provisioned = bare
                || cluster.flag("status", "initialization", "infrastructureProvisioned")
                || (infrastructure != null && infrastructure.provisioned());
        boolean initialised = cluster.flag("status", "initialization", "controlPlaneInitialized")
                || (controlPlane != null && controlPlane.initialised());
        KubeObject reachable =
                withEndpoint(cluster, provisioned, object(infrastructure), initialised, object(controlPlane));
        boolean endpoint = endpoint(reachable).isPresent();
        String phase = phase(bare || infrastructureRef != null || controlPlaneRef != null, provisioned && endpoint);
        report(
                reachable,
                new ClusterReport(reachable)
                        .gates(provisioned, initialised)
                        .phase(phase)
                        .mirror(object(controlPlane), initialised)
                        .deleting(false, "NotDeleting", ""));
        boolean unknown = (infrastructureRef != null && infrastructure == null)
                || (controlPlaneRef != null && controlPlane == null);
        return unknown ? Optional.of(UNKNOWN_KIND) : Optional.empty();
    }

    static String phase(boolean referring, boolean reachable) {
        if (reachable) {
            return "Provisioned";
        }
        return referring ? "Provisioning" : "Pending";
    }

    private ReferencedObjects.@Nullable Found find(KubeObject cluster, @Nullable Object reference) {
        return reference == null
                ? null
                : references.find(cluster.namespace(), reference).orElse(null);
    }

    private static @Nullable KubeObject object(ReferencedObjects.@Nullable Found found) {
        return found == null ? null : found.object();
    }

    /** The Cluster with our finalizer, unless it is being deleted. */
    private KubeObject guarded(KubeObject cluster) {
        if (cluster.deleting() || cluster.finalizers().contains(Core.FINALIZER)) {
            return cluster;
        }
        List<String> finalizers = new ArrayList<>(cluster.finalizers());
        finalizers.add(Core.FINALIZER);
        return merge(cluster, guarded(cluster, Map.of("finalizers", finalizers)));
    }

    private KubeObject merge(KubeObject cluster, Map<String, Object> patch) {
        KubeObject changed = calls.merge(Core.CLUSTER, cluster.namespace(), cluster.name(), patch);
        written.accept(changed);
        return changed;
    }

    /** A patch of metadata that only applies to the object as it was seen, since lists are replaced as a whole. */
    private static Map<String, Object> guarded(KubeObject seen, Map<String, Object> metadata) {
        Map<String, Object> guarded = new LinkedHashMap<>(metadata);
        guarded.put("uid", seen.uid());
        guarded.put("resourceVersion", seen.resourceVersion());
        return Trees.nest(guarded, "metadata");
    }

    /** A plain owner reference, neither controller nor blocking, and the label. */
    private void own(KubeObject cluster, ReferencedObjects.@Nullable Found found) {
        KubeObject object = object(found);
        if (found == null || object == null) {
            return;
        }
        boolean labelled = object.text("metadata", "labels", Core.CLUSTER_LABEL).equals(cluster.name());
        if (labelled && object.ownedBy(Core.CLUSTER.kind(), cluster.uid())) {
            return;
        }
        List<Object> owners = new ArrayList<>(object.list("metadata", "ownerReferences"));
        owners.removeIf(owner -> Trees.text(owner, "uid").equals(cluster.uid()));
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("apiVersion", Core.CLUSTER.apiVersion());
        owner.put("kind", Core.CLUSTER.kind());
        owner.put("name", cluster.name());
        owner.put("uid", cluster.uid());
        owners.add(owner);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("ownerReferences", owners);
        metadata.put("labels", Map.of(Core.CLUSTER_LABEL, cluster.name()));
        calls.merge(found.contract().kind(), object.namespace(), object.name(), guarded(object, metadata));
    }

    /** The Cluster with the endpoint that it has, or is given now, if there is one. */
    private KubeObject withEndpoint(
            KubeObject cluster,
            boolean provisioned,
            @Nullable KubeObject infrastructure,
            boolean initialised,
            @Nullable KubeObject controlPlane) {
        Optional<ClusterEndpoint> copied = ClusterEndpoint.toCopy(
                endpoint(cluster), provisioned, endpoint(infrastructure), initialised, endpoint(controlPlane));
        if (copied.isEmpty()) {
            return cluster;
        }
        ClusterEndpoint endpoint = copied.get();
        Map<String, Object> patch = new LinkedHashMap<>(guarded(cluster, Map.of()));
        patch.put("spec", Map.of("controlPlaneEndpoint", endpoint.tree()));
        KubeObject changed = merge(cluster, patch);
        LOG.info(
                "endpoint copied namespace={} name={} endpoint={}:{}",
                cluster.namespace(),
                cluster.name(),
                endpoint.host(),
                endpoint.port());
        return changed;
    }

    private static Optional<ClusterEndpoint> endpoint(@Nullable KubeObject object) {
        return object == null ? Optional.empty() : ClusterEndpoint.in(object.at("spec", "controlPlaneEndpoint"));
    }

    private void report(KubeObject cluster, ClusterReport report) {
        Map<String, Object> patch = report.patch();
        if (!patch.isEmpty()) {
            written.accept(calls.mergeStatus(Core.CLUSTER, cluster, patch));
        }
    }

    /** Workers, then the control plane, then the infrastructure, each awaited; last the finalizer. */
    private Optional<Duration> delete(
            KubeObject cluster,
            @Nullable KubeObject controlPlane,
            @Nullable KubeObject infrastructure,
            ReferencedObjects.@Nullable Found controlPlaneKind,
            ReferencedObjects.@Nullable Found infrastructureKind) {
        List<KubeObject> workers = machines.all().stream()
                .filter(machine -> machine.namespace().equals(cluster.namespace()))
                .filter(machine -> machine.text("spec", "clusterName").equals(cluster.name()))
                .toList();
        if (!workers.isEmpty()) {
            workers.forEach(machine -> remove(Core.MACHINE, machine));
            return waiting(cluster, "WaitingForWorkersDeletion", workers.size() + " machines are left");
        }
        if (controlPlane != null && controlPlaneKind != null) {
            remove(controlPlaneKind.contract().kind(), controlPlane);
            return waiting(cluster, "WaitingForControlPlaneDeletion", controlPlane.name() + " is left");
        }
        if (infrastructure != null && infrastructureKind != null) {
            remove(infrastructureKind.contract().kind(), infrastructure);
            return waiting(cluster, "WaitingForInfrastructureDeletion", infrastructure.name() + " is left");
        }
        List<String> finalizers = new ArrayList<>(cluster.finalizers());
        if (finalizers.remove(Core.FINALIZER)) {
            calls.merge(
                    Core.CLUSTER,
                    cluster.namespace(),
                    cluster.name(),
                    guarded(cluster, Map.of("finalizers", finalizers)));
            LOG.info("cluster let go namespace={} name={}", cluster.namespace(), cluster.name());
        }
        return Optional.empty();
    }

    private void remove(Kind kind, KubeObject object) {
        if (!object.deleting()) {
            calls.delete(kind, object.namespace(), object.name(), object.uid());
        }
    }

    private Optional<Duration> waiting(KubeObject cluster, String reason, String message) {
        report(cluster, new ClusterReport(cluster).phase("Deleting").deleting(true, reason, message));
        return Optional.empty();
    }
}
