// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.LocalServer;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterApiSimulatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Kind CONTROL_PLANE =
            new Kind("controlplane.cluster.x-k8s.io", "v1alpha2", "KamajiControlPlane", "kamajicontrolplanes", true);
    private static final Kind INFRASTRUCTURE =
            new Kind("infrastructure.cluster.x-k8s.io", "v1alpha1", "KubevirtCluster", "kubevirtclusters", true);

    private final LocalServer server = new LocalServer("core");

    private @Nullable ClusterApiSimulator simulator;

    private void start(ClusterApiOptions options) {
        simulator = ClusterApiSimulator.start(server.client, options);
    }

    @AfterEach
    void close() {
        if (simulator != null) {
            simulator.close();
        }
        server.close();
    }

    @Test
    void clusterIsProvisionedFromItsControlPlane() {
        start(ClusterApiOptions.eager());
        createCluster(true);
        server.create(CONTROL_PLANE, "plane", controlPlane());
        server.create(INFRASTRUCTURE, "infra", Map.of());
        await().atMost(PATIENCE).until(() -> owned(CONTROL_PLANE, "plane") && owned(INFRASTRUCTURE, "infra"));
        assertThat(cluster().text("status", "phase")).isEqualTo("Provisioning");

        server.patchSpec(CONTROL_PLANE, "plane", endpoint("192.0.2.1"), "controlPlaneEndpoint");
        initialise("True");
        await().atMost(PATIENCE)
                .until(() ->
                        cluster().text("spec", "controlPlaneEndpoint", "host").equals("192.0.2.1"));
        await().atMost(PATIENCE).until(() -> cluster().flag("status", "initialization", "controlPlaneInitialized"));
        assertThat(cluster().flag("status", "initialization", "infrastructureProvisioned"))
                .isFalse();

        status(INFRASTRUCTURE, "infra", Map.of("ready", true));
        await().atMost(PATIENCE).until(() -> cluster().text("status", "phase").equals("Provisioned"));
        assertThat(cluster().number(0, "status", "controlPlane", "readyReplicas"))
                .isEqualTo(2);
        assertThat(condition("ControlPlaneAvailable")).isEqualTo("True");
        assertThat(condition("Available")).isEqualTo("True");

        server.patchSpec(CONTROL_PLANE, "plane", endpoint("192.0.2.2"), "controlPlaneEndpoint");
        initialise("False");
        await().atMost(PATIENCE).until(() -> condition("ControlPlaneAvailable").equals("False"));
        assertThat(cluster().text("spec", "controlPlaneEndpoint", "host")).isEqualTo("192.0.2.1");
        assertThat(cluster().flag("status", "initialization", "controlPlaneInitialized"))
                .isTrue();
    }

    @Test
    void clusterWithoutInfrastructureCountsAsProvisioned() {
        start(ClusterApiOptions.rateLimited());
        createCluster(false);
        await().atMost(PATIENCE).until(() -> cluster().flag("status", "initialization", "infrastructureProvisioned"));
    }

    @Test
    void controlPlaneGoesBeforeTheInfrastructure() {
        start(ClusterApiOptions.eager());
        createCluster(true);
        server.create(CONTROL_PLANE, "plane", controlPlane());
        server.create(INFRASTRUCTURE, "infra", Map.of());
        await().atMost(PATIENCE).until(() -> owned(CONTROL_PLANE, "plane") && owned(INFRASTRUCTURE, "infra"));
        finalizers(List.of("example.org/held"));
        server.calls.delete(Core.CLUSTER, server.namespace, "demo", "");
        await().atMost(PATIENCE).until(() -> server.get(CONTROL_PLANE, "plane").deleting());
        await().atMost(PATIENCE).until(() -> condition("Deleting").equals("True"));
        assertThat(server.get(INFRASTRUCTURE, "infra").deleting()).isFalse();
        finalizers(List.of());
        await().atMost(PATIENCE).until(() -> server.find(Core.CLUSTER, "demo").isEmpty());
        assertThat(server.find(INFRASTRUCTURE, "infra")).isEmpty();
    }

    @Test
    void pausedClusterIsLeftAlone() {
        start(ClusterApiOptions.eager());
        createCluster(false);
        await().atMost(PATIENCE).until(() -> cluster().finalizers().contains(Core.FINALIZER));
        server.patchSpec(Core.CLUSTER, "demo", true, "paused");
        server.create(CONTROL_PLANE, "plane", controlPlane());
        createNamed("witness", false);
        await().atMost(PATIENCE).until(() -> server.get(Core.CLUSTER, "witness").at("status", "phase") != null);
        assertThat(owned(CONTROL_PLANE, "plane")).isFalse();
        server.patchSpec(Core.CLUSTER, "demo", false, "paused");
        await().atMost(PATIENCE).until(() -> owned(CONTROL_PLANE, "plane"));
    }

    private void createCluster(boolean infrastructure) {
        createNamed("demo", infrastructure);
    }

    private void createNamed(String name, boolean infrastructure) {
        String plane = name.equals("demo") ? "plane" : "no-plane";
        Map<String, Object> spec = Trees.nest(reference(CONTROL_PLANE, plane), "controlPlaneRef");
        if (infrastructure) {
            spec.put("infrastructureRef", reference(INFRASTRUCTURE, "infra"));
        }
        server.create(Core.CLUSTER, name, spec);
    }

    private static Map<String, Object> reference(Kind kind, String name) {
        return Map.of("apiGroup", kind.group(), "kind", kind.kind(), "name", name);
    }

    private static Map<String, Object> controlPlane() {
        return Map.of("version", "v1.35.0", "replicas", 2);
    }

    private static Map<String, Object> endpoint(String host) {
        return Map.of("host", host, "port", 6443);
    }

    private void initialise(String available) {
        Map<String, Object> condition = Map.of(
                "type", "Available",
                "status", available,
                "reason", "Tested",
                "message", "",
                "lastTransitionTime", "2026-01-01T00:00:00Z");
        status(
                CONTROL_PLANE,
                "plane",
                Map.of(
                        "initialization",
                        Map.of("controlPlaneInitialized", true),
                        "replicas",
                        2,
                        "readyReplicas",
                        2,
                        "conditions",
                        List.of(condition)));
    }

    private void status(Kind kind, String name, Map<String, Object> status) {
        server.calls.mergeStatus(kind, server.get(kind, name), status);
    }

    private void finalizers(List<String> finalizers) {
        server.calls.merge(CONTROL_PLANE, server.namespace, "plane", Trees.nest(finalizers, "metadata", "finalizers"));
    }

    private boolean owned(Kind kind, String name) {
        KubeObject object = server.get(kind, name);
        return object.ownedBy("Cluster", cluster().uid())
                && object.text("metadata", "labels", Core.CLUSTER_LABEL).equals("demo");
    }

    private KubeObject cluster() {
        return server.get(Core.CLUSTER, "demo");
    }

    private String condition(String type) {
        return cluster().list("status", "conditions").stream()
                .filter(condition -> Trees.text(condition, "type").equals(type))
                .map(condition -> Trees.text(condition, "status"))
                .findFirst()
                .orElse("");
    }
}
