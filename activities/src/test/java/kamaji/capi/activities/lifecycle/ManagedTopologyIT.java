// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A control plane that a ClusterClass made: by server-side apply of what a KamajiControlPlaneTemplate says, under a name of
 * its own, first owned by a Secret that holds the place. The test plays the topology controller.
 */
class ManagedTopologyIT {
    private static final String NAME = "class-x7k2p";
    private static final String CLUSTER = "class";
    private static final String TOPOLOGY = "capi-topology";

    /** Cluster API sets the flag of a controller here only in some releases. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isProvisionedUnderTheNamesOfItsClusterAndNothingOfTheTopologyIsTouched(boolean controller) {
        try (Bench bench = new Bench(NAME, CLUSTER)) {
            template(
                    bench,
                    "first",
                    "{registry: registry.example.org, network: {serviceType: LoadBalancer},"
                            + " apiServer: {extraArgs: [--v=2]}, addons: {coreDNS: {}, kubeProxy: {}}}");
            GenericKubernetesResource cluster = cluster(bench);
            create(bench, "first");
            assertThat(bench.observe().cluster()).as("only the Secret owns it").isNull();
            owned(bench, cluster, controller);
            Map<String, Object> owns = ownedBy(bench.controlPlane());

            steps(bench);

            assertThat(bench.secret(CLUSTER + "-kubeconfig")).isNotNull();
            Secret authority = Objects.requireNonNull(bench.secret(CLUSTER + "-ca"));
            assertThat(authority.getMetadata().getLabels()).containsEntry("cluster.x-k8s.io/cluster-name", CLUSTER);
            assertThat(bench.secret(NAME + "-kubeconfig")).isNull();
            assertThat(bench.controlPlane().<Object>get("status", "initialization", "controlPlaneInitialized"))
                    .isEqualTo(true);
            assertThat(bench.controlPlane().getMetadata().getOwnerReferences())
                    .extracting(OwnerReference::getKind)
                    .containsExactly("Secret", "Cluster");
            assertThat(ownedBy(bench.controlPlane()))
                    .as("what the topology owns")
                    .isEqualTo(owns);
            assertThat(withoutManagers(applied(bench, "first", true)))
                    .as("a dry run finds no difference")
                    .isEqualTo(withoutManagers(bench.controlPlane()));
            assertThat(applied(bench, "first", false).getMetadata().getResourceVersion())
                    .as("nor does an apply write")
                    .isEqualTo(bench.controlPlane().getMetadata().getResourceVersion());
            assertThat(bench.writes(() -> steps(bench))).isEmpty();
        }
    }

    /** A template is exchanged for another one, as a ClusterClass does it; what that one lacks goes. */
    @Test
    void anotherTemplateReachesTheTenantControlPlane() {
        try (Bench bench = new Bench(NAME, CLUSTER)) {
            template(bench, "first", "{registry: registry.example.org, apiServer: {extraArgs: [--v=2]}}");
            template(bench, "second", "{apiServer: {extraArgs: [--v=4]}, deployment: {nodeSelector: {zone: a}}}");
            GenericKubernetesResource cluster = cluster(bench);
            create(bench, "first");
            owned(bench, cluster, true);
            steps(bench);
            assertThat(Serialization.asJson(bench.tenant())).contains("--v=2", "registry.example.org");

            applied(bench, "second", false);
            steps(bench);

            assertThat(Serialization.asJson(bench.tenant()))
                    .contains("--v=4", "\"nodeSelector\":{\"zone\":\"a\"}")
                    .doesNotContain("--v=2", "registry.example.org");
            assertThat(withoutManagers(applied(bench, "second", true)))
                    .isEqualTo(withoutManagers(bench.controlPlane()));
        }
    }

    private static void template(Bench bench, String name, String spec) {
        bench.create("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlaneTemplate
                metadata: {name: %s}
                spec:
                  template:
                    metadata: {labels: {team: blue}, annotations: {example.org/note: text}}
                    spec: %s
                """.formatted(name, spec));
    }

    private static GenericKubernetesResource cluster(Bench bench) {
        bench.create("""
                apiVersion: infrastructure.cluster.x-k8s.io/v1alpha1
                kind: KubevirtCluster
                metadata: {name: infra}
                spec: {}
                """);
        return bench.create("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: %s}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: %s}
                  infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtCluster, name: infra}
                """.formatted(CLUSTER, NAME));
    }

    /** What the topology computes from a template, before defaults: the template is read as it is stored. */
    @SuppressWarnings("unchecked") // a template has a template
    private static GenericKubernetesResource desired(Bench bench, String template) {
        GenericKubernetesResource from = Objects.requireNonNull(bench.get(Bench.TEMPLATES, template));
        Map<String, Object> inner = Objects.requireNonNull(from.get("spec", "template"));
        Map<String, Object> metadata = (Map<String, Object>) inner.getOrDefault("metadata", Map.of());
        Map<String, Object> spec = new TreeMap<>((Map<String, Object>) inner.get("spec"));
        spec.put("version", "v1.33.1");
        spec.put("replicas", 2);
        Map<String, Object> labels = new TreeMap<>((Map<String, Object>) metadata.getOrDefault("labels", Map.of()));
        labels.put("cluster.x-k8s.io/cluster-name", CLUSTER);
        labels.put("topology.cluster.x-k8s.io/owned", "");
        Map<String, Object> annotations =
                new TreeMap<>((Map<String, Object>) metadata.getOrDefault("annotations", Map.of()));
        annotations.put("cluster.x-k8s.io/cloned-from-name", template);
        annotations.put(
                "cluster.x-k8s.io/cloned-from-groupkind", "KamajiControlPlaneTemplate.controlplane.cluster.x-k8s.io");
        Secret shim = Objects.requireNonNull(bench.secret(CLUSTER + "-shim"));
        return Serialization.unmarshal(
                Serialization.asJson(Map.of(
                        "apiVersion",
                        "controlplane.cluster.x-k8s.io/v1alpha2",
                        "kind",
                        "KamajiControlPlane",
                        "metadata",
                        Map.of(
                                "name", NAME,
                                "namespace", bench.namespace,
                                "labels", labels,
                                "annotations", annotations,
                                "ownerReferences",
                                        List.of(Map.of(
                                                "apiVersion",
                                                "v1",
                                                "kind",
                                                "Secret",
                                                "name",
                                                CLUSTER + "-shim",
                                                "uid",
                                                shim.getMetadata().getUid()))),
                        "spec",
                        spec)),
                GenericKubernetesResource.class);
    }

    private static void create(Bench bench, String template) {
        bench.create("apiVersion: v1\nkind: Secret\nmetadata: {name: " + CLUSTER + "-shim}\n");
        applied(bench, template, false);
    }

    /** The topology controller forces what it applies. */
    private static GenericKubernetesResource applied(Bench bench, String template, boolean dryRun) {
        return bench.admin
                .resource(desired(bench, template))
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(TOPOLOGY)
                        .withForce(true)
                        .withDryRun(dryRun ? List.of("All") : List.of())
                        .build());
    }

    /** As core does it, by a merge patch. */
    private static void owned(Bench bench, GenericKubernetesResource cluster, boolean controller) {
        List<Map<String, Object>> owners = List.of(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Secret",
                        "name",
                        CLUSTER + "-shim",
                        "uid",
                        Objects.requireNonNull(bench.secret(CLUSTER + "-shim"))
                                .getMetadata()
                                .getUid()),
                new TreeMap<>(Map.of(
                        "apiVersion",
                        ClusterView.CONTEXT.getGroup() + "/v1beta2",
                        "kind",
                        "Cluster",
                        "name",
                        CLUSTER,
                        "uid",
                        cluster.getMetadata().getUid())));
        if (controller) {
            owners.get(1).putAll(Map.of("controller", true, "blockOwnerDeletion", true));
        }
        bench.patch(
                Bench.CONTROL_PLANES,
                NAME,
                Serialization.asJson(Map.of("metadata", Map.of("ownerReferences", owners))));
    }

    /** All steps that are due, as the workflow takes them, until only the status is left. */
    private static void steps(Bench bench) {
        RunState answered = new RunState(List.of(), new Access(Access.Verdict.ALLOWED, null), null);
        for (int i = 0; i < 8; i++) {
            Decision decision = Decisions.decide(bench.ref, bench.observe(), answered);
            if (decision.due().isEmpty()) {
                report(bench, decision);
                return;
            }
            for (Step step : decision.due()) {
                switch (step) {
                    case APPLY_TENANT_CONTROL_PLANE -> {
                        bench.activities.applyTenantControlPlane(bench.target());
                        bench.kamajiIsReady("kubeconfig");
                    }
                    case PUBLISH_ENDPOINT -> bench.activities.publishEndpoint(bench.target());
                    case ISSUE_CREDENTIALS -> bench.activities.issueCredentials(bench.target());
                    default -> throw new AssertionError(step + " is not expected");
                }
            }
        }
        throw new AssertionError("steps are due over and over");
    }

    private static void report(Bench bench, Decision decision) {
        decision.reportUnlike(
                        Objects.requireNonNull(bench.observe().controlPlane()).reported())
                .ifPresent(report -> bench.activities.reportStatus(bench.target(), report));
    }

    private static Map<String, Object> ownedBy(GenericKubernetesResource controlPlane) {
        return controlPlane.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getManager().equals(TOPOLOGY))
                .map(ManagedFieldsEntry::getFieldsV1)
                .findFirst()
                .orElseThrow()
                .getAdditionalProperties();
    }

    private static GenericKubernetesResource withoutManagers(GenericKubernetesResource controlPlane) {
        controlPlane.getMetadata().getManagedFields().clear();
        return controlPlane;
    }
}
