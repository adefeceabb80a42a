// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administrator's commands as they are shipped: what they print and how they end. */
class AdministrationIT {
    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final Path CRDS = Path.of(System.getProperty("checkout.root"), "deploy/crds");
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient CLIENT = SERVER.adminClient();
    private static final Map<String, String> ADMIN =
            Map.of("KUBECONFIG", SERVER.kubeconfig().toString());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    @BeforeAll
    static void withoutOurKindsBothSaySo() throws Exception {
        assertEnds(4, ADMIN, "migrate-storage", List.of(), "kubectl apply -f deploy/crds");
        assertEnds(4, ADMIN, "release", List.of(), "kubectl apply -f deploy/crds");
        SERVER.applyCrds(CRDS);
        CLIENT.resource(Serialization.unmarshal("""
                        apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                        kind: KamajiControlPlane
                        metadata:
                          name: a
                          namespace: default
                          finalizers: [controlplane.kamaji.clastix.io/finalizer]
                        spec: {version: v1.33.1}
                        """, GenericKubernetesResource.class))
                .create();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    private static void assertEnds(
            int code, Map<String, String> variables, String command, List<String> arguments, String... text)
            throws IOException, InterruptedException {
        try (PackagedProvider process = PackagedProvider.command(folder, variables, command, arguments)) {
            assertThat(process.exitCodeWithin(SECONDS)).as(process.output()).isEqualTo(code);
            assertThat(process.output()).contains(text).doesNotContain("\tat ");
        }
    }

    @Test
    void helpAndWrongValues() throws Exception {
        assertEnds(0, Map.of(), "migrate-storage", List.of("--help"), "--to", "--dry-run", "--settle-time");
        assertEnds(0, Map.of(), "release", List.of("--help"), "--namespace", "--dry-run", "--force");
        assertEnds(2, ADMIN, "migrate-storage", List.of("--to=v1"), "--to is 'v1'", "v1alpha2 or v1alpha1");
        assertEnds(2, ADMIN, "release", List.of("--namespace=A_b"), "--namespace", "no DNS label");
    }

    @Test
    void missingPermissionsAreNamed() throws Exception {
        CLIENT.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("nobody")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        Path kubeconfig = Files.writeString(
                folder.resolve("nobody"), SERVER.kubeconfigFor(SERVER.serviceAccountToken("default", "nobody")));
        Map<String, String> nobody = Map.of("KUBECONFIG", kubeconfig.toString());

        assertEnds(
                5,
                nobody,
                "migrate-storage",
                List.of(),
                "patch customresourcedefinitions.apiextensions.k8s.io/status named"
                        + " kamajicontrolplanes.controlplane.cluster.x-k8s.io",
                "list kamajicontrolplanetemplates.controlplane.cluster.x-k8s.io cluster-wide",
                "kubectl apply -f deploy/rbac/administration.yaml");
        assertEnds(
                5,
                nobody,
                "release",
                List.of("--namespace=tenants"),
                "patch kamajicontrolplanes.controlplane.cluster.x-k8s.io in namespace tenants",
                "list leases.coordination.k8s.io cluster-wide");
    }

    @Test
    void storageIsMigratedThereAndBack() throws Exception {
        List<String> fast = List.of("--settle-time=100ms");
        assertEnds(0, ADMIN, "migrate-storage", List.of(), "1 objects, all stored in v1alpha2 already");
        assertEnds(0, ADMIN, "migrate-storage", List.of("--to=v1alpha1", "--dry-run"), "would rewrite 1 objects");
        assertEnds(
                0,
                ADMIN,
                "migrate-storage",
                List.of("--to=v1alpha1", "--settle-time=100ms"),
                "kamajicontrolplanes.controlplane.cluster.x-k8s.io: rewrote 1 objects",
                "[v1alpha2, v1alpha1] -> [v1alpha1]");
        assertEnds(0, ADMIN, "migrate-storage", fast, "-> [v1alpha2]");
    }

    @Test
    void releaseRefusesWhileAProviderRuns() throws Exception {
        CLIENT.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("kamaji-provider-blue")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("pod-1")
                        .withLeaseDurationSeconds(3600)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .create();

        assertEnds(11, ADMIN, "release", List.of(), "Lease default/kamaji-provider-blue held by pod-1", "--force");
        assertEnds(0, ADMIN, "release", List.of("--dry-run"), "default/a: would remove finalizer");
        assertThat(finalizers()).isNotEmpty();

        assertEnds(
                0,
                ADMIN,
                "release",
                List.of("--force"),
                "default/a: removed finalizer controlplane.kamaji.clastix.io/finalizer",
                "released 1 of 1 KamajiControlPlanes");
        assertThat(finalizers()).isEmpty();
    }

    private static List<String> finalizers() {
        return CLIENT.genericKubernetesResources("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane")
                .inNamespace("default")
                .withName("a")
                .require()
                .getMetadata()
                .getFinalizers();
    }
}
