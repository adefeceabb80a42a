// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import org.junit.jupiter.api.Test;

/** A control plane that the Go provider made and settled, with this provider in its place. */
class AdoptionIT {
    private static final String CORRECTIONS = "CorrectionsPending";

    @Test
    void theSwitchWritesNothingToASettledTenantControlPlane() {
        try (Bench bench = settled("switch")) {
            String before = Serialization.asJson(bench.tenant());

            List<String> writes = bench.writes(() -> settle(bench));

            assertThat(writes)
                    .containsExactlyInAnyOrder(
                            "patch kamajicontrolplanes", // our finalizer
                            "patch secrets", // the annotation that says where the kubeconfig comes from
                            "patch secrets", // Kamaji's own CA Secret gets the label of its Cluster
                            "patch kamajicontrolplanes/status");
            assertThat(Serialization.asJson(bench.tenant())).isEqualTo(before);
            assertThat(condition(bench, CORRECTIONS))
                    .contains(
                            "spec.controlPlane.deployment.probes",
                            "spec.controlPlane.ingress.hostname",
                            "metadata.labels[\"kustomize.toolkit.fluxcd.io/name\"]",
                            "metadata.annotations[\"argocd.argoproj.io/tracking-id\"]",
                            "spec.networkProfile.loadBalancerSourceRanges")
                    .doesNotContain("ownerReferences", "dnsServiceIPs", "dataStore");
            assertThat(bench.writes(() -> settle(bench))).isEmpty();
        }
    }

    @Test
    void aSecretOfTheSameContentKeepsAllThatItHas() {
        try (Bench bench = settled("secret")) {
            Secret before = Objects.requireNonNull(bench.secret("secret-kubeconfig"));

            Credentials issued = bench.activities.issueCredentials(bench.target());

            Secret after = Objects.requireNonNull(bench.secret("secret-kubeconfig"));
            assertThat(issued.kubeconfig()).isEqualTo(Credentials.State.CURRENT);
            assertThat(after.getData()).isEqualTo(before.getData());
            assertThat(after.getMetadata().getLabels())
                    .isEqualTo(before.getMetadata().getLabels());
            assertThat(after.getMetadata().getOwnerReferences())
                    .isEqualTo(before.getMetadata().getOwnerReferences());
            assertThat(after.getMetadata().getAnnotations())
                    .containsOnlyKeys("controlplane.kamaji.clastix.io/published");
        }
    }

    @Test
    void theNextChangeAppliesTheCorrectionsAndFieldsThatAreRemovedLaterGo() {
        try (Bench bench = settled("change")) {
            settle(bench);
            bench.patch(Bench.CONTROL_PLANES, "change", "{spec: {replicas: 3}}");

            settle(bench);

            assertThat(spec(bench))
                    .contains(
                            "\"replicas\":3",
                            "\"hostname\":\"api.example.org:443\"",
                            "\"probes\":{\"apiServer\":{\"liveness\":{\"periodSeconds\":5}}}",
                            "\"dnsServiceIPs\":[\"10.96.0.10\"]",
                            "\"dataStore\":\"default\"",
                            "--v=2")
                    .doesNotContain("192.0.2.0/24");
            assertThat(bench.tenant().getMetadata().getLabels()).containsOnlyKeys("team");
            assertThat(bench.tenant().getMetadata().getAnnotations())
                    .doesNotContainKey("argocd.argoproj.io/tracking-id");
            assertThat(managers(bench)).contains("kamaji-provider/Apply").doesNotContain("manager/Update");
            assertThat(condition(bench, CORRECTIONS)).isEmpty();

            bench.patch(Bench.CONTROL_PLANES, "change", "{spec: {apiServer: null, registry: null}}");
            settle(bench);

            assertThat(spec(bench)).doesNotContain("--v=2", "\"probes\"", "registry.example.org");
            assertThat(bench.writes(() -> settle(bench))).isEmpty();
        }
    }

    @Test
    void theAnnotationAppliesTheCorrectionsAtOnce() {
        try (Bench bench = settled("asked")) {
            settle(bench);
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "asked",
                    "{metadata: {annotations: {controlplane.kamaji.clastix.io/apply-corrections: 'true'}}}");

            settle(bench);

            assertThat(spec(bench)).contains("\"periodSeconds\":5");
            assertThat(condition(bench, CORRECTIONS)).isEmpty();
        }
    }

    @Test
    void whatTheGoProviderHadNotCarriedOutIsAppliedAtOnce() {
        try (Bench bench = settled("behind")) {
            bench.patch(Bench.CONTROL_PLANES, "behind", "{spec: {replicas: 3}}");

            settle(bench);

            assertThat(spec(bench)).contains("\"replicas\":3", "\"periodSeconds\":5");
        }
    }

    /** Takes the steps that are due, until none is, and reports. */
    private static void settle(Bench bench) {
        for (int i = 0; i < 4; i++) {
            for (Step step : decide(bench).due()) {
                switch (step) {
                    case APPLY_TENANT_CONTROL_PLANE -> bench.activities.applyTenantControlPlane(bench.target());
                    case ISSUE_CREDENTIALS -> bench.activities.issueCredentials(bench.target());
                    default -> throw new AssertionError(step + " is due");
                }
            }
        }
        Decision decision = decide(bench);
        assertThat(decision.due()).isEmpty();
        assertThat(decision.outcome().kind()).isIn(Outcome.Kind.CONVERGED, Outcome.Kind.IN_PROGRESS);
        bench.activities.reportStatus(bench.target(), Objects.requireNonNull(decision.report()));
    }

    private static Decision decide(Bench bench) {
        Facts facts = bench.observe();
        return Decisions.decide(bench.ref, facts, RunState.NONE);
    }

    /** As the Go provider leaves it: whole objects written as {@code manager}, and Kamaji has come as far as Ready. */
    private static Bench settled(String name) {
        Bench bench = Bench.withCluster(name, name);
        bench.patch(Bench.CONTROL_PLANES, name, """
                metadata: {labels: {team: blue, kustomize.toolkit.fluxcd.io/name: fleet}, annotations: {argocd.argoproj.io/tracking-id: fleet}}
                spec:
                  dataStoreName: ""
                  addons: {coreDNS: {}, kubeProxy: {}}
                  registry: registry.example.org
                  kubelet: {preferredAddressTypes: [InternalIP, ExternalIP, Hostname], cgroupfs: systemd}
                  network: {serviceType: LoadBalancer, ingress: {hostname: api.example.org, className: nginx}}
                  apiServer: {extraArgs: [--v=2], probes: {liveness: {periodSeconds: 5}}}
                """);
        asManager(bench, name, "{spec: {controlPlaneEndpoint: {host: api.example.org, port: 443}}}");
        GenericKubernetesResource controlPlane = bench.controlPlane();
        String path = "/apis/kamaji.clastix.io/v1alpha1/namespaces/" + bench.namespace + "/tenantcontrolplanes";
        String whole = tenant(name, controlPlane.getMetadata().getUid());
        bench.admin.raw(
                path + "?fieldManager=manager",
                "POST",
                Serialization.unmarshal(whole, GenericKubernetesResource.class));
        bench.kamajiIsReady("a kubeconfig");
        bench.patchStatus(Bench.TENANTS, name, "{status: {storage: {dataStoreName: default}}}");
        bench.patchStatus(Bench.CONTROL_PLANES, name, """
                status:
                  ready: true
                  initialization: {controlPlaneInitialized: true}
                  conditions:
                  - {type: TenantControlPlaneCreated, status: "True", reason: Succeeded, message: "", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z"}
                  - {type: KamajiControlPlaneIsInitialized, status: "True", reason: Succeeded, message: "", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z"}
                  - {type: Available, status: "True", reason: Available, message: "", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z"}
                """.formatted(
                        controlPlane.getMetadata().getGeneration()));
        bench.patch(Bench.KUBEVIRT, "infra", "{spec: {controlPlaneEndpoint: {host: api.example.org, port: 443}}}");
        bench.patchStatus(Bench.KUBEVIRT, "infra", "{status: {ready: true, initialization: {provisioned: true}}}");
        secret(bench, name, controlPlane);
        return bench;
    }

    private static void secret(Bench bench, String name, GenericKubernetesResource controlPlane) {
        bench.admin
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName(name + "-kubeconfig")
                        .addToLabels(Map.of(
                                "cluster.x-k8s.io/cluster-name", name,
                                "kamaji.clastix.io/component", "capi",
                                "kamaji.clastix.io/secret", "kubeconfig",
                                "kamaji.clastix.io/cluster", name,
                                "kamaji.clastix.io/tcp", name))
                        .addNewOwnerReference()
                        .withApiVersion("controlplane.cluster.x-k8s.io/v1alpha1")
                        .withKind("KamajiControlPlane")
                        .withName(name)
                        .withUid(controlPlane.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withType("cluster.x-k8s.io/secret")
                        .addToStringData("value", "a kubeconfig")
                        .build())
                .create();
    }

    private static void asManager(Bench bench, String name, String yaml) {
        bench.admin
                .genericKubernetesResources(Bench.CONTROL_PLANES)
                .inNamespace(bench.namespace)
                .withName(name)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("manager")
                                .build(),
                        Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class)));
    }

    private static String tenant(String name, String uid) {
        try (var stream = Objects.requireNonNull(AdoptionIT.class.getResourceAsStream("go-provider-tenant.yaml"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("NAME", name)
                    .replace("UID", uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String spec(Bench bench) {
        return Serialization.asJson(bench.tenant().getAdditionalProperties().get("spec"));
    }

    private static List<String> managers(Bench bench) {
        return bench.tenant().getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getSubresource() == null)
                .map((ManagedFieldsEntry entry) -> entry.getManager() + "/" + entry.getOperation())
                .toList();
    }

    /** The message of a condition, empty when there is none. */
    private static String condition(Bench bench, String type) {
        return Objects.requireNonNull(decide(bench).report()).conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .map(condition -> condition.message())
                .findFirst()
                .orElse("");
    }
}
