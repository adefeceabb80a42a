// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.Trees;

/** Registers Kamaji's webhooks with the API server. They stay registered when Kamaji goes, as they do with the real one. */
final class AdmissionWebhooks {
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final Kind MUTATING =
            new Kind(ADMISSION, "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false);
    private static final Kind VALIDATING =
            new Kind(ADMISSION, "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false);
    private static final String MUTATING_NAME = "kamaji-mutating-webhook-configuration";
    private static final String VALIDATING_NAME = "kamaji-validating-webhook-configuration";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final ApiCalls calls;
    private final AdmissionServer server;

    AdmissionWebhooks(ApiCalls calls, AdmissionServer server) {
        this.calls = calls;
        this.server = server;
    }

    /** Registers both webhooks and waits until the API server asks them. */
    void register() {
        apply(MUTATING, MUTATING_NAME, "mtenantcontrolplane.kb.io", AdmissionServer.MUTATE);
        apply(VALIDATING, VALIDATING_NAME, "vtenantcontrolplane.kb.io", AdmissionServer.VALIDATE);
        Instant end = Instant.now().plus(LONGEST_WAIT);
        while (!asked()) {
            if (Instant.now().isAfter(end) || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the API server does not ask the webhooks of simulated Kamaji");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    static void unregister(ApiCalls calls) {
        calls.delete(MUTATING, "", MUTATING_NAME, "");
        calls.delete(VALIDATING, "", VALIDATING_NAME, "");
    }

    private void apply(Kind kind, String name, String webhook, String path) {
        Map<String, Object> rule = Map.of(
                "apiGroups", List.of(Kamaji.GROUP),
                "apiVersions", List.of("v1alpha1"),
                "operations", List.of("CREATE", "UPDATE"),
                "resources", List.of("tenantcontrolplanes"),
                "scope", "Namespaced");
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", webhook);
        entry.put("clientConfig", server.clientConfig(path));
        entry.put("rules", List.of(rule));
        entry.put("failurePolicy", "Fail");
        entry.put("sideEffects", "None");
        entry.put("timeoutSeconds", 10);
        entry.put("admissionReviewVersions", List.of("v1"));
        Map<String, Object> configuration = Trees.nest(name, "metadata", "name");
        configuration.put("webhooks", List.of(entry));
        calls.apply(kind, "", configuration, Kamaji.FIELD_MANAGER);
    }

    /** A version that no Kamaji accepts is refused only by the webhook. */
    private boolean asked() {
        Map<String, Object> probe = Trees.nest("webhook-probe", "metadata", "name");
        probe.put(
                "spec",
                Map.of(
                        "kubernetes", Map.of("version", "v1.999.0", "kubelet", Map.of()),
                        "networkProfile", Map.of(),
                        "controlPlane", Map.of("service", Map.of("serviceType", "ClusterIP"))));
        try {
            calls.tryCreate(Kamaji.TENANT, "default", probe);
            return false;
        } catch (ApiRefusal refusal) {
            return refusal.code() == 403;
        }
    }
}
