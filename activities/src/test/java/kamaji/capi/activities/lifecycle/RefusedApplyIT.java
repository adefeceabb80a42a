// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.Objects;
import kamaji.capi.servers.Ports;
import kamaji.capi.workflows.decision.Failure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A TenantControlPlane that cannot be written: what is wrong, where, and who can help. */
class RefusedApplyIT {

    @Test
    void aWebhookThatDoesNotAnswerIsTriedAgain() {
        try (Bench bench = Bench.withCluster("webhook", "webhook")) {
            ValidatingWebhookConfiguration webhook =
                    bench.admin.resource(unreachable(bench.namespace)).create();
            try {
                // The API server learns of the webhook in a moment.
                Awaitility.await().untilAsserted(() -> {
                    bench.patch(Bench.CONTROL_PLANES, "webhook", "{spec: {replicas: " + randomReplicas() + "}}");
                    String message = StepFailures.messageOf(
                            Failure.Kind.RETRY, () -> bench.activities.applyTenantControlPlane(bench.target()));
                    assertThat(message)
                            .isEqualTo(
                                    "admission webhook down.bench.test for TenantControlPlane objects does not answer");
                });
            } finally {
                bench.admin.resource(webhook).delete();
            }
        }
    }

    private static int randomReplicas() {
        return 1 + (int) (System.nanoTime() % 100);
    }

    private static ValidatingWebhookConfiguration unreachable(String namespace) {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .addNewWebhook()
                .withName("down.bench.test")
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:" + Ports.free() + "/validate")
                .endClientConfig()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .addToRules(new RuleWithOperationsBuilder()
                        .withApiGroups("kamaji.clastix.io")
                        .withApiVersions("*")
                        .withOperations("*")
                        .withResources("tenantcontrolplanes")
                        .build())
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .endWebhook()
                .build();
    }

    @Test
    void aChangeOfWhatKamajiFixedIsRefusedBeforeAnythingIsWritten() {
        try (Bench bench = Bench.withCluster("fixed", "fixed")) {
            bench.patch(Bench.CONTROL_PLANES, "fixed", "{spec: {dataStoreSchema: first}}");
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(Bench.CONTROL_PLANES, "fixed", "{spec: {dataStoreSchema: second}}");

            assertThat(bench.writes(() -> assertThat(StepFailures.messageOf(
                                    Failure.Kind.WAIT_FOR_CHANGE,
                                    () -> bench.activities.applyTenantControlPlane(bench.target())))
                            .startsWith("spec.dataStoreSchema: \"second\" differs from \"first\"")))
                    .isEmpty();
        }
    }

    @Test
    void aSpecThatCannotBeMappedIsAFactAndWritesNothing() {
        try (Bench bench = Bench.withCluster("spec", "spec")) {
            bench.patch(Bench.CONTROL_PLANES, "spec", "{spec: {network: {certSANs: [\"name:6443\"]}}}");

            assertThat(bench.writes(() -> StepFailures.messageOf(
                            Failure.Kind.WAIT_FOR_CHANGE,
                            () -> bench.activities.applyTenantControlPlane(bench.target()))))
                    .isEmpty();
            assertThat(Objects.requireNonNull(bench.observe().controlPlane()).invalid())
                    .startsWith("spec.network.certSANs[0]: ");
        }
    }

    @Test
    void aTenantControlPlaneOfSomebodyElseIsLeftAlone() {
        try (Bench bench = Bench.withCluster("foreign", "foreign")) {
            bench.create("""
                    apiVersion: kamaji.clastix.io/v1alpha1
                    kind: TenantControlPlane
                    metadata: {name: foreign}
                    spec:
                      controlPlane: {service: {serviceType: ClusterIP}}
                      networkProfile: {port: 6443}
                      kubernetes: {version: v1.33.1, kubelet: {cgroupfs: systemd}}
                    """);

            assertThat(bench.writes(() -> StepFailures.messageOf(
                            Failure.Kind.STALE, () -> bench.activities.applyTenantControlPlane(bench.target()))))
                    .isEmpty();
            assertThat(Objects.requireNonNull(bench.observe().tenant()).foreign())
                    .contains("nobody");
        }
    }
}
