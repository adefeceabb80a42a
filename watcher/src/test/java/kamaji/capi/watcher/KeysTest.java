// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final ClusterRef WANTED = new ClusterRef("test", "default", "kcp");

    private final Keys keys = new Keys("test");

    @Test
    void aControlPlaneIsItsOwnKey() {
        assertThat(keys.controlPlane(object("kcp", Map.of()))).isEqualTo(WANTED);
    }

    @Test
    void aTenantControlPlaneLeadsToItsController() {
        GenericKubernetesResource tenant = object("tcp", Map.of());
        tenant.getMetadata().setOwnerReferences(List.of(owner(KamajiControlPlane.API_VERSION, "kcp", true)));
        assertThat(keys.tenant(tenant)).isEqualTo(WANTED);
    }

    @Test
    void aTenantControlPlaneOfSomeoneElseLeadsToTheSameName() {
        assertThat(keys.tenant(object("kcp", Map.of()))).isEqualTo(WANTED);
    }

    @Test
    void aSecretLeadsToItsControllerOrElseToItsLabel() {
        Secret owned = secret(Map.of(Labels.TENANT_CONTROL_PLANE, "other"));
        owned.getMetadata().setOwnerReferences(List.of(owner(KamajiControlPlane.API_VERSION, "kcp", true)));
        assertThat(keys.secret(owned)).contains(WANTED);
        assertThat(keys.secret(secret(Map.of(Labels.TENANT_CONTROL_PLANE, "kcp"))))
                .contains(WANTED);
        assertThat(keys.secret(secret(Map.of()))).isEmpty();
        Secret kamajis = secret(Map.of(Labels.COMPONENT, Labels.COMPONENT_CA));
        kamajis.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder(owner("kamaji.clastix.io/v1alpha1", "kcp", true))
                        .withKind("TenantControlPlane")
                        .build()));
        assertThat(keys.secret(kamajis)).contains(WANTED);
    }

    @Test
    void aClusterLeadsToTheControlPlaneThatItNames() {
        assertThat(keys.namedBy(cluster(KamajiControlPlane.GROUP, KamajiControlPlane.KIND)))
                .contains(WANTED);
        assertThat(keys.namedBy(cluster(KamajiControlPlane.GROUP, "KubeadmControlPlane")))
                .isEmpty();
        assertThat(keys.namedBy(cluster("example.org", KamajiControlPlane.KIND)))
                .isEmpty();
        assertThat(keys.namedBy(object("cluster", Map.of()))).isEmpty();
    }

    @Test
    void aControlPlaneIsFoundByEveryClusterThatOwnsIt() {
        GenericKubernetesResource controlPlane = object("kcp", Map.of());
        controlPlane
                .getMetadata()
                .setOwnerReferences(List.of(
                        owner("v1", "other", false),
                        cluster(owner("cluster.x-k8s.io/v1beta1", "one", true)),
                        cluster(owner("cluster.x-k8s.io/v1beta2", "two", false))));
        assertThat(Keys.owners(controlPlane)).containsExactly("default/one", "default/two");
    }

    @Test
    void aControlPlaneIsFoundByTheDataStoreThatItNames() {
        assertThat(Keys.dataStores(object("kcp", Map.of("dataStoreName", "store"))))
                .containsExactly("store");
        assertThat(Keys.dataStores(object("kcp", Map.of()))).isEmpty();
    }

    @Test
    void aClusterIsFoundByItsInfrastructure() {
        GenericKubernetesResource cluster =
                object("cluster", Map.of("infrastructureRef", ref("example.org", "ExampleCluster", "infra")));
        InfrastructureRef infrastructure = new InfrastructureRef("example.org", "ExampleCluster", "infra");
        assertThat(Keys.infrastructures(cluster)).containsExactly(Keys.infrastructure(infrastructure, "default"));
        assertThat(Keys.infrastructures(object("cluster", Map.of()))).isEmpty();
    }

    private static GenericKubernetesResource cluster(String group, String kind) {
        return object("cluster", Map.of("controlPlaneRef", ref(group, kind, "kcp")));
    }

    private static Map<String, String> ref(String group, String kind, String name) {
        return Map.of("apiGroup", group, "kind", kind, "name", name);
    }

    private static GenericKubernetesResource object(String name, Map<String, Object> spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withNamespace("default")
                .withName(name)
                .build());
        object.setAdditionalProperty("spec", spec);
        return object;
    }

    private static Secret secret(Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("cluster-kubeconfig")
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static OwnerReference owner(String apiVersion, String name, boolean controller) {
        return new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(KamajiControlPlane.KIND)
                .withName(name)
                .withController(controller)
                .build();
    }

    private static OwnerReference cluster(OwnerReference owner) {
        return new OwnerReferenceBuilder(owner).withKind("Cluster").build();
    }
}
