// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import org.junit.jupiter.api.Test;

class SignificanceTest {
    private static GenericKubernetesResource object(long generation, Map<String, String> annotations, Object status) {
        GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
                .withNewMetadata()
                .withName("c1")
                .withUid("u1")
                .withResourceVersion(String.valueOf(System.nanoTime()))
                .withGeneration(generation)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
        object.setAdditionalProperty("status", status);
        return object;
    }

    private static GenericKubernetesResource tenant(String phase, String stamp) {
        return object(
                1,
                Map.of(),
                Map.of(
                        "kubernetesResources",
                        Map.of("version", Map.of("status", phase), "deployment", Map.of("lastUpdate", stamp))));
    }

    @Test
    void anotherSpecOrAnnotationAlwaysMatters() {
        assertThat(Significance.SPEC.matters(object(1, Map.of(), Map.of()), object(2, Map.of(), Map.of())))
                .isTrue();
        assertThat(Significance.SPEC.matters(object(1, Map.of(), Map.of()), object(1, Map.of("a", "b"), Map.of())))
                .isTrue();
    }

    @Test
    void theStatusOfAClusterDoesNotMatter() {
        assertThat(Significance.SPEC.matters(
                        object(1, Map.of(), Map.of("phase", "Provisioning")),
                        object(1, Map.of(), Map.of("phase", "Provisioned"))))
                .isFalse();
    }

    @Test
    void aTimeStampOfKamajiDoesNotMatterAndAPhaseDoes() {
        assertThat(Significance.TENANT.matters(tenant("Ready", "10:00"), tenant("Ready", "10:01")))
                .isFalse();
        assertThat(Significance.TENANT.matters(tenant("Ready", "10:00"), tenant("NotReady", "10:00")))
                .isTrue();
    }

    @Test
    void aFurtherUserOfADataStoreDoesNotMatterAndItsReadinessDoes() {
        Map<String, Object> one = Map.of("ready", true, "usedBy", List.of("default/c1"));
        Map<String, Object> two = Map.of("ready", true, "usedBy", List.of("default/c1", "default/c2"));
        Map<String, Object> down = Map.of("ready", false, "usedBy", List.of("default/c1", "default/c2"));

        assertThat(Significance.DATA_STORE.matters(object(1, Map.of(), one), object(1, Map.of(), two)))
                .isFalse();
        assertThat(Significance.DATA_STORE.matters(object(1, Map.of(), two), object(1, Map.of(), down)))
                .isTrue();
    }

    @Test
    void ofOurOwnStatusOnlyTheEndOfARunMatters() {
        Map<String, Object> running = Map.of("ready", false);
        Map<String, Object> told = Map.of("ready", true);
        Map<String, Object> settled = Map.of("ready", true, "settled", Map.of("digest", "d", "result", "Converged"));

        assertThat(Significance.SETTLED.matters(object(1, Map.of(), running), object(1, Map.of(), told)))
                .isFalse();
        assertThat(Significance.SETTLED.matters(object(1, Map.of(), told), object(1, Map.of(), settled)))
                .isTrue();
    }

    @Test
    void ofAnInfrastructureClusterOnlyTheMarkMattersAndOnlyWhereItIsOurs() {
        Map<String, Object> before = Map.of("ready", false, "conditions", List.of());
        Map<String, Object> churn = Map.of("ready", false, "conditions", List.of("new"));
        Map<String, Object> ready =
                Map.of("ready", true, "initialization", Map.of("provisioned", true), "conditions", List.of());

        assertThat(Significance.of(row("KubevirtCluster"))
                        .matters(object(1, Map.of(), before), object(1, Map.of(), churn)))
                .isFalse();
        assertThat(Significance.of(row("KubevirtCluster"))
                        .matters(object(1, Map.of(), before), object(1, Map.of(), ready)))
                .isTrue();
        assertThat(Significance.of(row("AWSCluster")).matters(object(1, Map.of(), before), object(1, Map.of(), ready)))
                .isFalse();
    }

    private static InfrastructureKind row(String kind) {
        return InfrastructureKinds.builtIn().rows().stream()
                .filter(row -> row.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
