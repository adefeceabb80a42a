// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import org.junit.jupiter.api.Test;

/** Whoever scales by the subresource, and whoever owns the spec, is neither hindered nor contradicted. */
class ScaleAndOwnershipIT {

    /** {@code kubectl scale} and an autoscaler read the pods from the status and write the number to the spec. */
    @Test
    void theScaleSubresourceTellsThePodsAndIsFollowed() {
        try (Bench bench = provisioned("scaled")) {
            Scale seen = scale(bench);
            assertThat(seen.getSpec().getReplicas()).isEqualTo(2);
            assertThat(seen.getStatus().getReplicas()).isEqualTo(2);
            assertThat(seen.getStatus().getSelector()).isEqualTo("a=b");

            bench.admin
                    .resources(KamajiControlPlane.class)
                    .inNamespace(bench.namespace)
                    .withName("scaled")
                    .scale(new ScaleBuilder()
                            .withMetadata(new ObjectMetaBuilder()
                                    .withNamespace(bench.namespace)
                                    .withName("scaled")
                                    .build())
                            .withNewSpec()
                            .withReplicas(5)
                            .endSpec()
                            .build());

            assertThat(Objects.requireNonNull(bench.observe().controlPlane()).replicas())
                    .isEqualTo(5);
            bench.activities.applyTenantControlPlane(bench.target());
            assertThat(Objects.requireNonNull(
                            bench.tenant().<Object>get("spec", "controlPlane", "deployment", "replicas")))
                    .isEqualTo(5);
            report(bench);
            assertThat(scale(bench).getStatus().getReplicas())
                    .as("what runs, until the pods are there")
                    .isEqualTo(2);
        }
    }

    /** Trap 12: a ClusterClass owns the fields of the spec and puts them back for ever. */
    @Test
    void trap12NoFieldOfTheSpecThatTheTopologyOwnsIsEverWritten() {
        try (Bench bench = Bench.withCluster("topology", "class")) {
            topologyApplies(bench);
            steps(bench);
            Map<String, Object> spec = spec(bench.controlPlane());
            spec.remove("controlPlaneEndpoint");
            long generation = bench.controlPlane().getMetadata().getGeneration();

            topologyApplies(bench);

            assertThat(bench.controlPlane().getMetadata().getGeneration()).isEqualTo(generation);
            Map<String, Object> after = spec(bench.controlPlane());
            assertThat(after.remove("controlPlaneEndpoint")).isNotNull();
            assertThat(after).isEqualTo(spec);
            assertThat(ours(bench.controlPlane()))
                    .isNotEmpty()
                    .allSatisfy(fields -> assertThat(fields).doesNotContain("f:version", "f:replicas", "f:labels"));
        }
    }

    /** Trap 6: without the field a worker that is scaled away leaves its Node behind. */
    @Test
    void trap6TheStatusSaysThatTheControlPlaneIsManagedElsewhere() {
        try (Bench bench = provisioned("external")) {
            assertThat(bench.controlPlane().<Object>get("status", "externalManagedControlPlane"))
                    .isEqualTo(true);
        }
    }

    private static Bench provisioned(String name) {
        Bench bench = Bench.withCluster(name, name);
        steps(bench);
        return bench;
    }

    private static void steps(Bench bench) {
        bench.activities.applyTenantControlPlane(bench.target());
        bench.kamajiIsReady("kubeconfig");
        bench.activities.publishEndpoint(bench.target());
        bench.activities.issueCredentials(bench.target());
        report(bench);
        assertThat(new TenantControlPlaneView(bench.tenant()).replicas()).isEqualTo(2);
    }

    private static void report(Bench bench) {
        RunState answered = new RunState(List.of(), new Access(Access.Verdict.ALLOWED, null), null);
        bench.activities.reportStatus(
                bench.target(),
                Objects.requireNonNull(
                        Decisions.decide(bench.ref, bench.observe(), answered).report()));
    }

    private static Scale scale(Bench bench) {
        return bench.admin
                .resources(KamajiControlPlane.class)
                .inNamespace(bench.namespace)
                .withName(bench.ref.name())
                .scale();
    }

    /** As the topology controller does, but without force: a conflict would be told. */
    private static void topologyApplies(Bench bench) {
        GenericKubernetesResource intent = Serialization.unmarshal(
                """
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: %s, namespace: %s, labels: {topology.cluster.x-k8s.io/owned: ""}}
                spec: {version: v1.33.1, replicas: 2}
                """.formatted(bench.ref.name(), bench.namespace), GenericKubernetesResource.class);
        bench.admin.resource(intent).fieldManager("capi-topology").serverSideApply();
    }

    @SuppressWarnings("unchecked") // the spec of any object
    private static Map<String, Object> spec(GenericKubernetesResource controlPlane) {
        return new LinkedHashMap<>((Map<String, Object>)
                Objects.requireNonNull(controlPlane.getAdditionalProperties().get("spec")));
    }

    private static List<String> ours(GenericKubernetesResource controlPlane) {
        return controlPlane.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getManager().startsWith("kamaji"))
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(ManagedFieldsEntry::getFieldsV1)
                .map(Serialization::asJson)
                .toList();
    }
}
