// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code docs/switching.md}: from objects as the existing provider leaves them, and away again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SwitchIT {
    private static final String OLD_VERSION = "controlplane.cluster.x-k8s.io/v1alpha1";
    private static final String LEASE = "kamaji-provider-" + Whole.INSTANCE;

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void start() {
        whole = Whole.start(StackOptions.of(Whole.brisk())
                .withArguments(
                        "--instance=" + Whole.INSTANCE, "--leader-elect", "--leader-election-namespace=kamaji-system"));
    }

    @AfterAll
    static void stop() {
        whole.close();
    }

    @Test
    @Order(1)
    void aClusterIsTakenOverMigratedReleasedAndDeletedWithoutAnyProvider() throws Exception {
        String namespace = whole.stack.kubernetes().freshNamespace("switch");
        command(0, "rewrote 0 objects", "migrate-storage", "--to=v1alpha1", "--settle-time=1s");
        leaveBehind(namespace);
        String tenant = whole.tenant(namespace, "c1").orElseThrow().uid();

        ProviderProcess provider = whole.stack.startProvider();
        provider.awaitReady();
        whole.awaitReady(namespace, "c1");
        await().atMost(Whole.LONG).until(() -> whole.status(namespace, "c1").settled() != null);
        assertThat(whole.tenant(namespace, "c1").orElseThrow().uid()).isEqualTo(tenant);
        command(0, "rewrote 1 objects, stored versions [v1alpha1, v1alpha2] -> [v1alpha2]", "migrate-storage");
        command(11, "kamaji-system/" + LEASE, "release");
        assertThat(provider.probe("readyz")).isEqualTo(200);

        provider.close();
        command(0, namespace + "/c1: removed finalizer", "release", "--namespace=" + namespace);
        command(0, "nothing to release", "release");
        whole.deleteControlPlane(namespace, "c1");

        assertThat(ControlPlanes.get(whole.client(), namespace, "c1")).isEmpty();
        // By garbage collection.
        await().atMost(Whole.LONG).until(() -> whole.tenant(namespace, "c1").isEmpty());
        await().atMost(Whole.LONG).until(() -> kubeconfig(namespace) == null);
    }

    /** The ways of uninstalling but the one above: clusters deleted before the provider, and tenants that outlast it. */
    @Test
    @Order(2)
    void clustersAreDeletedOrTheirTenantsKeptAndTheRestGoesWithoutHanging() throws Exception {
        String going = whole.stack.kubernetes().freshNamespace("going");
        String staying = whole.stack.kubernetes().freshNamespace("staying");
        ProviderProcess provider = whole.stack.startProvider();
        provider.awaitReady();
        for (String namespace : List.of(going, staying)) {
            whole.create(namespace, "c1");
            whole.awaitReady(namespace, "c1");
        }
        whole.deleteCluster(going, "c1");
        await().atMost(Whole.LONG).until(() -> whole.cluster(going, "c1").isEmpty());
        whole.awaitGone(going, "c1");
        String tenant = whole.tenant(staying, "c1").orElseThrow().uid();
        provider.close();

        command(0, staying + "/c1: removed finalizer", "release");
        whole.client()
                .resources(KamajiControlPlane.class)
                .inNamespace(staying)
                .withName("c1")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        await().atMost(Whole.LONG)
                .until(() -> ControlPlanes.get(whole.client(), staying, "c1").isEmpty());
        whole.deleteCluster(staying, "c1");
        await().atMost(Whole.LONG).until(() -> whole.cluster(staying, "c1").isEmpty());
        deleteAllOf(Checkout.here().permissions());
        deleteAllOf(Checkout.here().ownKinds());

        assertThat(whole.tenant(staying, "c1").orElseThrow().uid()).isEqualTo(tenant);
        assertThat(kubeconfig(staying)).isNotNull();
        assertThat(tenantPhase(staying)).isEqualTo("Ready");
    }

    /** As {@code kubectl delete -f}, which waits until the objects are gone. */
    private static void deleteAllOf(Path manifests) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(manifests)) {
            for (Path file : files.toList()) {
                try (var text = Files.newInputStream(file)) {
                    objects.addAll(whole.client().load(text).items());
                }
            }
        }
        objects.forEach(object -> whole.client().resource(object).delete());
        await().atMost(Whole.LONG)
                .until(() -> objects.stream()
                        .allMatch(object -> whole.client().resource(object).get() == null));
    }

    /** The command of the package, as an administrator. */
    private void command(int code, String text, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(Checkout.here().launcher().toString()));
        words.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "command", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put("KUBECONFIG", whole.stack.kubernetes().kubeconfig().toString());
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).contains(text);
        assertThat(process.exitValue()).isEqualTo(code);
    }

    /** A Cluster, its control plane at the old version, its TenantControlPlane and its kubeconfig, all of them ready. */
    private static void leaveBehind(String namespace) {
        whole.client().resource(read("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: c1, namespace: %s}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: c1}
                """.formatted(namespace))).create();
        GenericKubernetesResource controlPlane = whole.client()
                .resource(read("""
                apiVersion: %s
                kind: KamajiControlPlane
                metadata: {name: c1, namespace: %s, labels: {cluster.x-k8s.io/cluster-name: c1}}
                spec: {version: v1.33.1, replicas: 2, dataStoreName: default}
                """.formatted(OLD_VERSION, namespace)))
                .create();
        tenant(namespace, controlPlane);
        await().atMost(Whole.LONG)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> "Ready".equals(tenantPhase(namespace)));
        publish(namespace, controlPlane);
    }

    private static void tenant(String namespace, GenericKubernetesResource controlPlane) {
        GenericKubernetesResource tenant = read("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: c1, namespace: %s, labels: {cluster.x-k8s.io/cluster-name: c1}}
                spec:
                  dataStore: default
                  addons: {}
                  controlPlane:
                    deployment: {replicas: 2, registrySettings: {registry: registry.k8s.io}}
                    service: {serviceType: LoadBalancer}
                  kubernetes:
                    version: v1.33.1
                    kubelet:
                      cgroupfs: systemd
                      preferredAddressTypes: [InternalIP, ExternalIP, Hostname]
                  networkProfile: {}
                """.formatted(namespace));
        tenant.getMetadata().setOwnerReferences(List.of(owner(controlPlane).build()));
        whole.client().resource(tenant).create();
    }

    private static OwnerReferenceBuilder owner(GenericKubernetesResource controlPlane) {
        return new OwnerReferenceBuilder()
                .withApiVersion(OLD_VERSION)
                .withKind("KamajiControlPlane")
                .withName("c1")
                .withUid(controlPlane.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true);
    }

    private static String tenantPhase(String namespace) {
        return String.valueOf(
                whole.tenant(namespace, "c1").map(TenantControlPlaneView::phase).orElse(null));
    }

    private static void publish(String namespace, GenericKubernetesResource controlPlane) {
        Secret source = whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-admin-kubeconfig")
                .require();
        whole.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("c1-kubeconfig")
                        .addToLabels("cluster.x-k8s.io/cluster-name", "c1")
                        .addToLabels("kamaji.clastix.io/component", "capi")
                        .addToLabels("kamaji.clastix.io/secret", "kubeconfig")
                        .addToLabels("kamaji.clastix.io/cluster", "c1")
                        .addToLabels("kamaji.clastix.io/tcp", "c1")
                        .withOwnerReferences(owner(controlPlane).build())
                        .endMetadata()
                        .withType("cluster.x-k8s.io/secret")
                        .addToData(
                                "value", Objects.requireNonNull(source.getData().get("admin.conf")))
                        .build())
                .create();
        patch(namespace, "", "{\"spec\":{\"controlPlaneEndpoint\":{\"host\":\"127.0.0.1\",\"port\":" + port() + "}}}");
        patch(namespace, "status", """
                {"status":{"initialized":true,"ready":true,"version":"v1.33.1","externalManagedControlPlane":true,"replicas":2,
                "readyReplicas":2,"updatedReplicas":2,"unavailableReplicas":0,"selector":"kamaji.clastix.io/name=c1","conditions":[
                {"type":"KamajiControlPlaneIsReady","status":"True","reason":"Succeeded","message":"","observedGeneration":1,
                "lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
                """);
    }

    private static int port() {
        return URI.create(whole.stack.kubernetes().url()).getPort();
    }

    private static void patch(String namespace, String subresource, String json) {
        var object = whole.client()
                .genericKubernetesResources(OLD_VERSION, "KamajiControlPlane")
                .inNamespace(namespace)
                .withName("c1");
        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        if (subresource.isEmpty()) {
            object.patch(merge, json);
        } else {
            object.subresource(subresource).patch(merge, json);
        }
    }

    private static @Nullable Secret kubeconfig(String namespace) {
        return whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .get();
    }

    private static GenericKubernetesResource read(String yaml) {
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }
}
