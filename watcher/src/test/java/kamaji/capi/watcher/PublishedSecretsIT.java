// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.observation.CredentialSource;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.watcher.signals.FakeSignals.Sent;
import kamaji.capi.workflows.facts.SourceSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the two Secrets for Cluster API is noticed at once, by one watch on few Secrets. */
class PublishedSecretsIT extends OnTheSharedServer {
    private static final Map<String, String> CONTENT = Map.of("value", "c29tZQ==");
    private static final CredentialSource SOURCE =
            new CredentialSource(new SourceSecret("one-admin-kubeconfig", "k1"), "admin.conf");
    private static final String TENANT = """
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: TenantControlPlane
            metadata: {name: one, ownerReferences: [
              {apiVersion: controlplane.cluster.x-k8s.io/v1alpha2, kind: KamajiControlPlane, name: one, uid: %s,
               controller: true}]}
            spec:
              kubernetes: {version: v1.35.0, kubelet: {cgroupfs: systemd}}
              controlPlane: {service: {serviceType: ClusterIP}}
              networkProfile: {}
            """;

    @BeforeEach
    void settledCluster() {
        clusters.ownedControlPlane("one");
        clusters.create(TENANT.formatted(uid()));
        clusters.client()
                .genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName("one")
                .subresource("status")
                .edit(tenant -> {
                    tenant.setAdditionalProperty(
                            "status",
                            Map.of(
                                    "certificates", Map.of("ca", Map.of("secretName", "one-ca")),
                                    "kubeconfig",
                                            Map.of(
                                                    "admin",
                                                    Map.of(
                                                            "secretName",
                                                                    SOURCE.secret()
                                                                            .name(),
                                                            "checksum",
                                                                    SOURCE.secret()
                                                                            .checksum()))));
                    return tenant;
                });
        create("one-ca", "Opaque", kamajis(), kamajisLabels());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deleted",
                "emptied",
                "edited",
                "without its component",
                "of another cluster",
                "without its owner"
            })
    void whateverHappensToThePublishedKubeconfigIsNoticed(String what) {
        create("one-kubeconfig", "cluster.x-k8s.io/secret", ours(), ourLabels());
        settled(() -> {
            if (what.equals("deleted")) {
                clusters.client()
                        .secrets()
                        .inNamespace(namespace)
                        .withName("one-kubeconfig")
                        .delete();
            } else {
                edit("one-kubeconfig", secret -> change(secret, what));
            }
        });
    }

    private static void change(Secret secret, String what) {
        switch (what) {
            case "emptied" -> secret.setData(Map.of());
            case "edited" -> secret.setData(Map.of("value", "b3RoZXI="));
            case "without its component" -> secret.getMetadata().getLabels().remove(Labels.COMPONENT);
            case "of another cluster" -> secret.getMetadata().getLabels().put(Labels.CLUSTER_NAME, "two");
            default -> secret.getMetadata().getOwnerReferences().clear();
        }
    }

    @Test
    void theLabelTakenOffKamajisOwnCaIsNoticed() {
        settled(() -> edit("one-ca", secret -> secret.getMetadata().getLabels().remove(Labels.CLUSTER_NAME)));
    }

    @Test
    void aKubeconfigThatAPersonMadeIsNoNewsAndCostsOneRequest() {
        create("one-kubeconfig", "Opaque", null, Map.of());
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Converged");
        long mark = SERVER.auditLog().size();
        try (WatcherFixture fixture =
                WatcherFixture.start(client, WatcherFixture.options(namespace)).synced()) {
            await().until(() -> reads(mark) == 1);
            for (int touched = 0; touched < 3; touched++) {
                clusters.patch(
                        TenantControlPlaneView.CONTEXT,
                        "one",
                        "{\"metadata\":{\"labels\":{\"touched\":\"%d\"}}}".formatted(touched));
            }
            staysQuiet(fixture);
        }
        assertThat(reads(mark)).isEqualTo(1);
    }

    /** Single Secrets that were read, lists and watches apart. */
    private long reads(long mark) {
        return SERVER.auditLog().linesFrom(mark).stream()
                .filter(line -> line.userAgent().equals(agent))
                .filter(line -> line.resource().equals("secrets") && line.verb().equals("get"))
                .count();
    }

    private void settled(Runnable happening) {
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Converged");
        try (WatcherFixture fixture =
                WatcherFixture.start(client, WatcherFixture.options(namespace)).synced()) {
            staysQuiet(fixture);
            long begin = System.nanoTime();
            happening.run();
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> !fixture.signals.to(namespace, "one").isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            Sent sent = fixture.signals.to(namespace, "one").get(0);
            assertThat(sent.started()).isTrue();
        }
    }

    private void staysQuiet(WatcherFixture fixture) {
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.signals.to(namespace).isEmpty());
    }

    private void edit(String name, Consumer<Secret> change) {
        clusters.client().secrets().inNamespace(namespace).withName(name).edit(secret -> {
            change.accept(secret);
            return secret;
        });
    }

    private void create(String name, String type, @Nullable OwnerReference owner, Map<String, String> labels) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .addToAnnotations(PublishedSecret.PUBLISHED, SOURCE.mark(PublishedSecret.contentHash(CONTENT)))
                .endMetadata()
                .withType(type)
                .withData(CONTENT);
        if (owner != null) {
            secret.editMetadata().withOwnerReferences(owner).endMetadata();
        }
        clusters.client()
                .secrets()
                .inNamespace(namespace)
                .resource(secret.build())
                .create();
    }

    private static Map<String, String> ourLabels() {
        return Map.of(
                Labels.COMPONENT,
                Labels.COMPONENT_CAPI,
                Labels.CLUSTER_NAME,
                "one",
                Labels.TENANT_CONTROL_PLANE,
                "one");
    }

    private static Map<String, String> kamajisLabels() {
        return new HashMap<>(Map.of(Labels.COMPONENT, Labels.COMPONENT_CA, Labels.CLUSTER_NAME, "one"));
    }

    private OwnerReference ours() {
        return owner("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", uid());
    }

    private OwnerReference kamajis() {
        String tenant = clusters.get(TenantControlPlaneView.CONTEXT, "one")
                .getMetadata()
                .getUid();
        return owner("kamaji.clastix.io/v1alpha1", "TenantControlPlane", tenant);
    }

    private static OwnerReference owner(String apiVersion, String kind, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName("one")
                .withUid(uid)
                .withController(true)
                .build();
    }

    private String uid() {
        return clusters.get(References.CONTROL_PLANES, "one").getMetadata().getUid();
    }
}
