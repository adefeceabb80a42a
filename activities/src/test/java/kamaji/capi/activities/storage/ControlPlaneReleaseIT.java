// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ControlPlaneReleaseIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final KubernetesClient ADMIN = SERVER.adminClient();
    private static final String BOTH = "finalizers: [foreign.example/wait, " + Finalizers.CONTROL_PLANE
            + "], annotations: {" + Annotations.BLOCK_MOVE + ": 'true', kept: 'yes'}";

    @SuppressWarnings("NullAway.Init") // opened before all
    private static KubernetesClient administrator;

    private final String namespace = SERVER.freshNamespace("release");
    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void install() {
        SERVER.applyCrds(Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy", "crds"));
        administrator = Administrator.client(SERVER, ADMIN);
    }

    @AfterAll
    static void close() {
        administrator.close();
        ADMIN.close();
    }

    @Test
    void onlyWhatIsOursGoes() {
        create(namespace, "a", BOTH, KubernetesApi.FIELD_MANAGER);

        assertThat(release(false)).isTrue();

        GenericKubernetesResource after = get(namespace, "a").require();
        assertThat(after.getMetadata().getFinalizers()).containsExactly("foreign.example/wait");
        assertThat(after.getMetadata().getAnnotations()).isEqualTo(Map.of("kept", "yes"));
        assertThat(told)
                .containsExactly(
                        namespace + "/a: removed finalizer controlplane.kamaji.clastix.io/finalizer and annotation"
                                + " clusterctl.cluster.x-k8s.io/block-move; not ours and still there: finalizer"
                                + " foreign.example/wait",
                        "released 1 of 1 KamajiControlPlanes");

        told.clear();
        release(false);
        assertThat(told.get(0)).contains("nothing to release");
    }

    @Test
    void aBlockThatSomebodyElseSetStays() {
        create(namespace, "a", "annotations: {" + Annotations.BLOCK_MOVE + ": 'true'}", "kubectl");

        assertThat(release(false)).isTrue();

        assertThat(get(namespace, "a").require().getMetadata().getAnnotations()).containsKey(Annotations.BLOCK_MOVE);
        assertThat(told.get(0)).contains("nothing to release; not ours and still there: annotation");
    }

    @Test
    void aControlPlaneThatOnlyTheGoProviderHeldStays() {
        create(namespace, "a", "finalizers: [" + Finalizers.EXTERNAL_CLUSTER + "]", "manager");

        assertThat(release(false)).isTrue();

        assertThat(get(namespace, "a").require().getMetadata().getFinalizers())
                .containsExactly(Finalizers.EXTERNAL_CLUSTER);
        assertThat(told.get(0))
                .contains("nothing to release; not ours and still there: finalizer ecr.kamaji.clastix.io/finalizer");
    }

    @Test
    void whatIsBeingDeletedGoesAtOnce() {
        create(namespace, "a", "finalizers: [" + Finalizers.CONTROL_PLANE + "]", KubernetesApi.FIELD_MANAGER);
        get(namespace, "a").delete();

        assertThat(release(false)).isTrue();

        await().until(() -> get(namespace, "a").get() == null);
        assertThat(told.get(0)).contains("it is being deleted and goes now");
    }

    /** Whatever we ever write on a KamajiControlPlane, that of one with its tenant on another cluster too. */
    @Test
    void nothingOfOursThatIsLeftHangsADeletion() throws IllegalAccessException {
        List<String> annotations = new ArrayList<>();
        for (Field constant : Annotations.class.getFields()) {
            String key = String.valueOf(constant.get(null));
            if (!key.endsWith("/")) {
                annotations.add("'" + key + "': 'true'");
            }
        }
        assertThat(annotations).hasSizeGreaterThan(10);
        create(
                namespace,
                "a",
                "finalizers: [" + String.join(", ", Finalizers.ALL) + "], annotations: {"
                        + String.join(", ", annotations) + "}",
                KubernetesApi.FIELD_MANAGER);

        assertThat(release(false)).isTrue();

        assertThat(get(namespace, "a").require().getMetadata().getFinalizers()).isEmpty();
        assertThat(get(namespace, "a").require().getMetadata().getAnnotations())
                .doesNotContainKey(Annotations.BLOCK_MOVE);
        assertThat(told.get(0))
                .contains(
                        "removed finalizer controlplane.kamaji.clastix.io/finalizer and finalizer"
                                + " ecr.kamaji.clastix.io/finalizer and annotation",
                        "its TenantControlPlane stays on the other cluster");
        get(namespace, "a").delete();
        await().until(() -> get(namespace, "a").get() == null);
    }

    /** As {@code kubectl delete --cascade=orphan} asks for it. */
    @Test
    void whatItOwnsStaysWhenItIsDeletedWithoutIt() {
        create(namespace, "a", "finalizers: [" + Finalizers.CONTROL_PLANE + "]", KubernetesApi.FIELD_MANAGER);
        ADMIN.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("owned")
                        .addNewOwnerReference()
                        .withApiVersion("controlplane.cluster.x-k8s.io/v1alpha2")
                        .withKind("KamajiControlPlane")
                        .withName("a")
                        .withUid(get(namespace, "a").require().getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
        release(false);

        get(namespace, "a").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        await().until(() -> get(namespace, "a").get() == null);
        assertThat(ADMIN.secrets()
                        .inNamespace(namespace)
                        .withName("owned")
                        .require()
                        .getMetadata()
                        .getOwnerReferences())
                .isEmpty();
    }

    @Test
    void otherNamespacesAndDryRunsAreLeftAlone() {
        String other = SERVER.freshNamespace("release");
        create(namespace, "a", BOTH, KubernetesApi.FIELD_MANAGER);
        create(other, "b", BOTH, KubernetesApi.FIELD_MANAGER);

        assertThat(release(true)).isTrue();
        assertThat(told.get(0)).contains("would remove finalizer");
        assertThat(get(namespace, "a").require().getMetadata().getFinalizers()).contains(Finalizers.CONTROL_PLANE);

        release(false);
        assertThat(get(namespace, "a").require().getMetadata().getFinalizers())
                .doesNotContain(Finalizers.CONTROL_PLANE);
        assertThat(get(other, "b").require().getMetadata().getFinalizers()).contains(Finalizers.CONTROL_PLANE);
    }

    private boolean release(boolean dryRun) {
        return new ControlPlaneRelease(administrator, told::add).run(namespace, dryRun);
    }

    private static void create(String namespace, String name, String metadata, String fieldManager) {
        ADMIN.resource(Serialization.unmarshal(
                        """
                        apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                        kind: KamajiControlPlane
                        metadata: {name: %s, namespace: %s, %s}
                        spec: {version: v1.33.1}
                        """.formatted(name, namespace, metadata), GenericKubernetesResource.class))
                .fieldManager(fieldManager)
                .serverSideApply();
    }

    private static Resource<GenericKubernetesResource> get(String namespace, String name) {
        return ADMIN.genericKubernetesResources(StoredKind.CONTROL_PLANES.context())
                .inNamespace(namespace)
                .withName(name);
    }
}
