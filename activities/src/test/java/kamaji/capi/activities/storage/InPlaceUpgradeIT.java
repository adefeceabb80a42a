// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static kamaji.capi.activities.storage.OldProvider.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.status.StatusPatch;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the existing provider's CRDs to ours and back, with objects that it made. */
class InPlaceUpgradeIT {
    private static final String TWICE = String.join(
            ", ",
            condition("KamajiControlPlaneIsReady", "True"),
            condition("KamajiControlPlaneIsReady", "False"),
            condition("TenantControlPlaneCreated", "True"));
    private static final String ENDPOINT = "controlPlaneEndpoint: {host: 192.0.2.1, port: 6443}";
    private static final List<String> NAMES = List.of("plain", "banana", "twice", "reported");

    private final KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
    private final KubernetesClient admin = server.adminClient();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1alpha1", "v1alpha2"})
    void objectsStayReadableAndWritableOnTheWayThereAndBack(String version) {
        OldProvider old = OldProvider.of(admin, version);
        old.install();
        makeObjects(old);
        List<Object> before = contents(version);

        if (version.equals("v1alpha1")) {
            old.patchToOurs();
        } else {
            old.applyOurs();
        }
        for (String read : List.of("v1alpha1", "v1alpha2")) {
            assertThat(contents(read)).as("read at " + read).isEqualTo(before);
            NAMES.forEach(name -> writeEverywhere(read, name));
        }
        reportStatus("reported");

        try (KubernetesClient administrator = Administrator.client(server, admin)) {
            assertThat(migrate(administrator, "v1alpha2")).isTrue();
            assertStored(old, "v1alpha2");
            assertThat(told).anyMatch(line -> line.contains("kamajicontrolplanes default/twice: removed conditions"));
            NAMES.forEach(this::applyServerSide);

            assertThat(migrate(administrator, version)).isTrue();
            assertStored(old, version);
            assertThat(new ControlPlaneRelease(administrator, told::add).run(null, false))
                    .isTrue();
        }
        // An object that is stored in a version that is gone cannot be read at all.
        old.installAgain();
        for (String name : NAMES) {
            GenericKubernetesResource object = at(version, name).require();
            assertThat(object.getMetadata().getFinalizers()).isEmpty();
            assertThat(field(object, "spec", "registry")).isEqualTo("registry.k8s.io");
            writeEverywhere(version, name);
        }
        assertThat(admin.genericKubernetesResources(
                                "controlplane.cluster.x-k8s.io/" + version, "KamajiControlPlaneTemplate")
                        .inNamespace("default")
                        .withName("template")
                        .get())
                .isNotNull();
    }

    private static void makeObjects(OldProvider old) {
        String ready = condition("KamajiControlPlaneIsReady", "True");
        old.create("plain", "{version: v1.30.2, dataStoreName: default, " + ENDPOINT + "}", ready);
        old.create("banana", "{version: banana, network: {advertiseAddress: name.example}}", "");
        old.create("twice", "{version: v1.30.2, " + ENDPOINT + "}", TWICE);
        old.create("reported", "{version: v1.30.2, " + ENDPOINT + "}", TWICE);
        old.createTemplate("template");
    }

    private boolean migrate(KubernetesClient administrator, String version) {
        Runnable settled = () -> StorageHashes.awaitStoring(admin, version);
        return new StorageMigration(administrator, settled, told::add, 2).to(version, false);
    }

    private static void assertStored(OldProvider old, String version) {
        for (StoredKind kind : StoredKind.values()) {
            assertThat(old.storedVersions(kind)).containsExactly(version);
        }
    }

    /** As users, Cluster API and the provider do: annotation, field, finalizer. */
    private void writeEverywhere(String version, String name) {
        Resource<GenericKubernetesResource> object = at(version, name);
        object.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"touched\":\"" + version + "\"}},\"spec\":{\"replicas\":3}}");
        object.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"touched\":null}},\"spec\":{\"replicas\":2}}");
        GenericKubernetesResource live = object.require();
        if (!live.getMetadata().getFinalizers().contains(Finalizers.CONTROL_PLANE)) {
            live.getMetadata().getFinalizers().add(Finalizers.CONTROL_PLANE);
            admin.resource(live).update();
        }
    }

    /** The provider's own write, on conditions that are not what its schema demands. */
    private void reportStatus(String name) {
        GenericKubernetesResource live = at("v1alpha2", name).require();
        StatusPatch patch = StatusPatch.of(live, LiveStatus.of(live).report(), Instant.EPOCH);
        assertThat(patch.fields()).containsKey("conditions");
        GenericKubernetesResource after = new KubernetesApi(admin)
                .mergeStatus(
                        StoredKind.CONTROL_PLANES.context(),
                        Patch.ofVersion(live, live.getMetadata().getResourceVersion(), "status", patch.fields()));
        assertThat((List<?>) Objects.requireNonNull(field(after, "status", "conditions")))
                .hasSize(2);
    }

    /** As GitOps tools and ClusterClass do. Refused as long as a type of condition stands there twice. */
    private void applyServerSide(String name) {
        GenericKubernetesResource intent =
                Serialization.unmarshal("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: %s, namespace: default}
                spec: {replicas: 2}
                """.formatted(name), GenericKubernetesResource.class);
        admin.resource(intent).fieldManager("gitops").forceConflicts().serverSideApply();
    }

    /** Spec and status of all objects. */
    private List<Object> contents(String version) {
        return NAMES.stream()
                .map(name -> (Object) at(version, name).require().getAdditionalProperties())
                .toList();
    }

    private Resource<GenericKubernetesResource> at(String version, String name) {
        return admin.genericKubernetesResources("controlplane.cluster.x-k8s.io/" + version, "KamajiControlPlane")
                .inNamespace("default")
                .withName(name);
    }

    private static @Nullable Object field(GenericKubernetesResource object, String part, String name) {
        return object.getAdditionalProperties().get(part) instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
}
