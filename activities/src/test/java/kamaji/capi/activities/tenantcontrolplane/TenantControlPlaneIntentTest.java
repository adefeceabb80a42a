// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static kamaji.capi.activities.tenantcontrolplane.Samples.intent;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.workflows.facts.Facts;
import org.junit.jupiter.api.Test;

class TenantControlPlaneIntentTest {
    @Test
    void isNamedLikeItsControlPlaneAndOwnedByIt() {
        GenericKubernetesResource tenant = intent("{}").toResource();
        assertThat(tenant.getApiVersion()).isEqualTo("kamaji.clastix.io/v1alpha1");
        assertThat(tenant.getKind()).isEqualTo("TenantControlPlane");
        assertThat(tenant.getMetadata().getNamespace()).isEqualTo("a");
        assertThat(tenant.getMetadata().getName()).isEqualTo("b");
        assertThat(tenant.getMetadata().getOwnerReferences())
                .containsExactly(new OwnerReferenceBuilder()
                        .withApiVersion("controlplane.cluster.x-k8s.io/v1alpha2")
                        .withKind("KamajiControlPlane")
                        .withName("b")
                        .withUid("1-2-3")
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build());
        assertThat(tenant.getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void labelsAndAnnotationsOfOtherProgramsAreNotCopied() {
        KamajiControlPlane controlPlane = Samples.controlPlane("{}");
        controlPlane
                .getMetadata()
                .setLabels(Map.of(
                        "team", "blue",
                        "app.kubernetes.io/name", "tenant",
                        "app.kubernetes.io/managed-by", "Helm",
                        "app.kubernetes.io/instance", "argo-app",
                        "cluster.x-k8s.io/cluster-name", "c",
                        "topology.cluster.x-k8s.io/owned", "",
                        "kustomize.toolkit.fluxcd.io/name", "k"));
        controlPlane
                .getMetadata()
                .setAnnotations(Map.of(
                        "kamaji.clastix.io/paused",
                        "true",
                        "kamaji.clastix.io/kubeconfig-secret-key",
                        "admin.svc",
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "{}",
                        "cluster.x-k8s.io/paused",
                        "",
                        "clusterctl.cluster.x-k8s.io/block-move",
                        "",
                        "argocd.argoproj.io/tracking-id",
                        "x",
                        "meta.helm.sh/release-name",
                        "x",
                        Annotations.RECONCILE_REQUESTED_AT,
                        "now"));

        TenantControlPlaneIntent intent = TenantControlPlaneIntent.of(controlPlane, Samples.cluster());
        GenericKubernetesResource tenant = intent.toResource();

        assertThat(tenant.getMetadata().getLabels())
                .containsOnly(Map.entry("team", "blue"), Map.entry("app.kubernetes.io/name", "tenant"));
        assertThat(tenant.getMetadata().getAnnotations().remove(Annotations.MAPPING))
                .matches(Facts.MAPPING_REVISION + "-[0-9a-f]{16}");
        assertThat(tenant.getMetadata().getAnnotations())
                .containsOnly(
                        Map.entry("kamaji.clastix.io/paused", "true"),
                        Map.entry("kamaji.clastix.io/kubeconfig-secret-key", "admin.svc"),
                        Map.entry("controlplane.kamaji.clastix.io/applied", intent.digest()));
    }

    @Test
    void theDigestIsThatOfTheContentAndNotOfItsOrder() {
        assertThat(intent("{replicas: 2, registry: r}").digest())
                .matches("[0-9a-f]{16}")
                .isEqualTo(intent("{registry: r, replicas: 2}").digest())
                .isNotEqualTo(intent("{registry: r, replicas: 3}").digest());
    }

    @Test
    void isAppliedToWhatItMadeAlsoWhenOthersAddedToIt() {
        TenantControlPlaneIntent intent = intent("{replicas: 2}");
        GenericKubernetesResource live = intent.toResource();
        live.getMetadata().getAnnotations().put("other", "x");
        live.getMetadata().setLabels(Map.of("other", "x"));
        live.getMetadata()
                .getOwnerReferences()
                .add(0, new OwnerReferenceBuilder().withUid("other").build());
        live.setAdditionalProperty("status", Map.of("a", 1));
        Samples.object(live.getAdditionalProperties(), "spec").put("writePermissions", Map.of());

        assertThat(intent.differences(live)).isEmpty();
        assertThat(intent.isAppliedTo(live)).isTrue();
    }

    @Test
    void isNotAppliedWhenAFieldHasToGoAlthoughAllThatIsWantedStands() {
        GenericKubernetesResource live = intent("{replicas: 2, registry: r}").toResource();
        assertThat(intent("{replicas: 2}").differences(live)).isEmpty();
        assertThat(intent("{replicas: 2}").isAppliedTo(live)).isFalse();
    }

    @Test
    void isNotAppliedWhenTheOwnerIsAnotherObjectOfTheSameName() {
        TenantControlPlaneIntent intent = intent("{}");
        GenericKubernetesResource live = intent.toResource();
        live.getMetadata().getOwnerReferences().get(0).setUid("of the one before");
        assertThat(intent.isAppliedTo(live)).isFalse();
    }

    @Test
    void whatTheServedSchemaDoesNotKnowIsLeftOutAndNamedAndCountsAsApplied() {
        TenantControlPlaneIntent intent = TenantControlPlaneIntent.of(
                Samples.controlPlane("{replicas: 2}"),
                Samples.cluster(Samples.object("{pods: {cidrBlocks: [10.2.0.0/16]}}")));
        assertThat(intent.withoutUndeclared("connection refused")).isEmpty();

        TenantControlPlaneIntent rest = intent.withoutUndeclared(
                        "failed: .spec.networkProfile.podCidrs: field not declared in schema")
                .orElseThrow();
        GenericKubernetesResource live = rest.toResource();

        assertThat(network(live)).containsOnlyKeys("podCidr");
        assertThat(rest.digest()).isEqualTo(intent.digest());
        assertThat(rest.isAppliedTo(live)).isTrue();
        assertThat(intent.isAppliedTo(live)).isTrue();
        assertThat(intent.differences(live))
                .containsExactly("spec.networkProfile.podCidrs: not in the served TenantControlPlane schema");
        network(live).remove("podCidr");
        assertThat(intent.isAppliedTo(live)).isFalse();
    }

    @Test
    void whatAnotherIntentLeftOutIsMissingAndWhatItSaidOtherwiseDiffersWithoutItsValue() {
        GenericKubernetesResource live = intent("{replicas: 2, network: {serviceLabels: {a.b/c: secret}}}")
                .toResource();
        assertThat(intent("{replicas: 2, registry: r, network: {serviceLabels: {a.b/c: other}}}")
                        .differences(live))
                .containsExactly(
                        "spec.controlPlane.deployment.registrySettings: missing",
                        "spec.controlPlane.service.additionalMetadata.labels[\"a.b/c\"]: differs");
    }

    @Test
    void whatCannotBeUnsetIsKeptWhereItIsOurs() {
        GenericKubernetesResource live = intent(
                        "{dataStoreName: s, dataStoreSchema: x, network: {loadBalancerConfig: {loadBalancerClass: c}}}")
                .toResource();
        live.getMetadata()
                .getManagedFields()
                .add(new ManagedFieldsEntryBuilder()
                        .withManager(TenantControlPlaneIntent.FIELD_MANAGER)
                        .withOperation("Apply")
                        .withFieldsV1(owned("{f:spec: {f:dataStore: {}, f:networkProfile: {f:loadBalancerClass: {}}}}"))
                        .build());

        Map<String, Object> kept = spec(intent("{}").keepingWhatCannotBeUnset(live));
        assertThat(kept).containsEntry("dataStore", "s").doesNotContainKey("dataStoreSchema");
        assertThat(kept).containsEntry("networkProfile", Map.of("loadBalancerClass", "c"));

        assertThat(spec(intent("{dataStoreName: t, network: {serviceType: ClusterIP}}")
                        .keepingWhatCannotBeUnset(live)))
                .containsEntry("dataStore", "t")
                .containsEntry("networkProfile", Map.of());
    }

    @Test
    void aDefaultThatContradictsTheIntentHasToGo() {
        TenantControlPlaneIntent intent = intent("{deployment: {strategy: {type: Recreate}}}");
        GenericKubernetesResource live = intent.toResource();
        live.getMetadata().setUid("4-5-6");
        assertThat(intent.removalPatch(live)).isEmpty();

        strategy(live).put("rollingUpdate", Map.of("maxUnavailable", 0));

        assertThat(intent.isAppliedTo(live)).isFalse();
        assertThat(intent.differences(live))
                .containsExactly("spec.controlPlane.deployment.strategy.rollingUpdate: has to go");
        assertThat(intent.removalPatch(live))
                .hasValue("{\"metadata\":{\"uid\":\"4-5-6\"},\"spec\":{\"controlPlane\":{\"deployment\":"
                        + "{\"strategy\":{\"rollingUpdate\":null}}}}}");
        assertThat(intent("{}").removalPatch(live)).isEmpty();
    }

    private static Map<String, Object> strategy(GenericKubernetesResource tenant) {
        Map<String, Object> controlPlane =
                Samples.object(Samples.object(tenant.getAdditionalProperties(), "spec"), "controlPlane");
        return Samples.object(Samples.object(controlPlane, "deployment"), "strategy");
    }

    private static Map<String, Object> spec(TenantControlPlaneIntent intent) {
        return Samples.object(intent.toResource().getAdditionalProperties(), "spec");
    }

    private static Map<String, Object> network(GenericKubernetesResource tenant) {
        return Samples.object(Samples.object(tenant.getAdditionalProperties(), "spec"), "networkProfile");
    }

    private static FieldsV1 owned(String yaml) {
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperties(Samples.object(yaml));
        return fields;
    }
}
