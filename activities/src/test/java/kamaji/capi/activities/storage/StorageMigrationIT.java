// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects stored in v1alpha1 and v1alpha2, under the permissions of an administrator. */
class StorageMigrationIT {
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient ADMIN = SERVER.adminClient();
    private static final String REFUSAL = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: refuse-c}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [controlplane.cluster.x-k8s.io], apiVersions: ["*"], operations: [UPDATE], resources: [kamajicontrolplanes]}
              validations:
              - {expression: "object.metadata.name != 'c'", message: the object is being looked at}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: refuse-c}
            spec: {policyName: refuse-c, validationActions: [Deny]}
            """;

    @SuppressWarnings("NullAway.Init") // opened before all
    private static KubernetesClient administrator;

    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void install() {
        SERVER.applyCrds(Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy", "crds"));
        administrator = Administrator.client(SERVER, ADMIN);
        // So that something is stored in the other version.
        migrate("v1alpha1", new ArrayList<>());
        List.of("a", "b", "c", "d", "e").forEach(StorageMigrationIT::create);
    }

    @AfterAll
    static void stop() {
        administrator.close();
        ADMIN.close();
        SERVER.close();
    }

    @Test
    void nothingIsTrimmedBeforeEveryObjectIsRewritten() {
        migrate("v1alpha1", told);
        Map<String, Object> before = objects();

        ADMIN.load(new ByteArrayInputStream(REFUSAL.getBytes(StandardCharsets.UTF_8)))
                .resources()
                .forEach(item -> item.create());
        await().until(StorageMigrationIT::cIsRefused);
        assertThat(migrate("v1alpha2", told)).isFalse();
        assertThat(told)
                .anyMatch(line -> line.contains("kamajicontrolplanes default/c: cannot be written")
                        && line.contains("the object is being looked at"))
                .anyMatch(line -> line.contains("1 of 5 objects"));
        assertThat(stored()).containsExactlyInAnyOrder("v1alpha1", "v1alpha2");

        ADMIN.load(new ByteArrayInputStream(REFUSAL.getBytes(StandardCharsets.UTF_8)))
                .resources()
                .forEach(item -> item.delete());
        await().until(() -> !cIsRefused());
        assertThat(migrate("v1alpha2", told)).isTrue();
        assertThat(stored()).containsExactly("v1alpha2");
        assertThat(objects()).as("nothing but the stored version changes").isEqualTo(before);
    }

    @Test
    void aRunThatWasBrokenOffIsTakenUp() {
        migrate("v1alpha2", told);
        Runnable killed = () -> {
            throw new IllegalStateException("killed");
        };

        assertThatThrownBy(() -> new StorageMigration(administrator, killed, told::add).to("v1alpha1", false))
                .hasMessage("killed");
        assertThat(stored()).containsExactlyInAnyOrder("v1alpha1", "v1alpha2");

        assertThat(migrate("v1alpha1", told)).isTrue();
        assertThat(stored()).containsExactly("v1alpha1");
    }

    @Test
    void aDryRunWritesNothing() {
        migrate("v1alpha1", told);
        told.clear();
        String before = versions();

        assertThat(new StorageMigration(administrator, () -> {}, told::add).to("v1alpha2", true))
                .isTrue();

        assertThat(told)
                .anyMatch(line -> line.contains("would rewrite 5 objects, stored versions [v1alpha1] -> [v1alpha2]"));
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void whatIsStoredRightIsNotWritten() {
        migrate("v1alpha2", told);
        String before = versions();

        assertThat(migrate("v1alpha2", told)).isTrue();

        assertThat(told).anyMatch(line -> line.contains("5 objects, all stored in v1alpha2 already"));
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void aVersionThatTheCrdsDoNotHaveIsNamed() {
        assertThatThrownBy(() -> migrate("v1beta1", told))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("does not serve v1beta1")
                .hasMessageContaining("kubectl apply -f deploy/crds");
    }

    private static boolean migrate(String version, List<String> told) {
        Runnable settled = () -> StorageHashes.awaitStoring(ADMIN, version);
        return new StorageMigration(administrator, settled, told::add, 2).to(version, false);
    }

    private static void create(String name) {
        ADMIN.resource(Serialization.unmarshal("""
                        apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                        kind: KamajiControlPlane
                        metadata: {name: %s, namespace: default}
                        spec: {version: v1.33.1}
                        """.formatted(name), GenericKubernetesResource.class))
                .create();
    }

    private static boolean cIsRefused() {
        try {
            ADMIN.genericKubernetesResources(StoredKind.CONTROL_PLANES.context())
                    .inNamespace("default")
                    .withName("c")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{}");
            return false;
        } catch (KubernetesClientException e) {
            return true;
        }
    }

    private static List<String> stored() {
        return ADMIN.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(StoredKind.CONTROL_PLANES.definition())
                .require()
                .getStatus()
                .getStoredVersions();
    }

    /** Resource versions of all that is written. */
    private static String versions() {
        Map<String, String> versions = new TreeMap<>();
        list().forEach(item ->
                versions.put(item.getMetadata().getName(), item.getMetadata().getResourceVersion()));
        for (StoredKind kind : StoredKind.values()) {
            HasMetadata crd = ADMIN.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(kind.definition())
                    .require();
            versions.put(kind.definition(), crd.getMetadata().getResourceVersion());
        }
        return versions.toString();
    }

    private static Map<String, Object> objects() {
        Map<String, Object> objects = new TreeMap<>();
        list().forEach(item -> {
            item.getMetadata().setResourceVersion(null);
            objects.put(item.getMetadata().getName(), item);
        });
        return objects;
    }

    private static List<GenericKubernetesResource> list() {
        return ADMIN.genericKubernetesResources(StoredKind.CONTROL_PLANES.context())
                .inNamespace("default")
                .list()
                .getItems();
    }
}
