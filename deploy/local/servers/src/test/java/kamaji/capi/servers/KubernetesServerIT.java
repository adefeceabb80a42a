// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesServerIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final ResourceDefinitionContext GADGETS = new ResourceDefinitionContext.Builder()
            .withGroup("servers.test")
            .withVersion("v1")
            .withKind("Gadget")
            .withPlural("gadgets")
            .withNamespaced(true)
            .build();

    @Test
    void administratorSeesTheVersionTheServerWasBuiltFrom() {
        try (KubernetesClient client = SERVER.adminClient()) {
            String gitVersion = client.getKubernetesVersion().getGitVersion();
            assertThat(gitVersion).startsWith("v1.").doesNotContain("master");
        }
    }

    @Test
    void kubeconfigFileOpensTheServer() {
        try (KubernetesClient client =
                client(Config.fromKubeconfig(SERVER.kubeconfig().toFile()))) {
            assertThat(client.namespaces().withName("kube-system").get()).isNotNull();
        }
    }

    @Test
    void serviceAccountIsKnownByItsTokenAndMayNothingWithoutRole() {
        String namespace = SERVER.freshNamespace("tokens");
        try (KubernetesClient admin = SERVER.adminClient()) {
            admin.resource(new ServiceAccountBuilder()
                            .withMetadata(meta(namespace, "visitor"))
                            .build())
                    .create();
        }
        String token = SERVER.serviceAccountToken(namespace, "visitor");
        try (KubernetesClient visitor = client(Config.fromKubeconfig(SERVER.kubeconfigFor(token)))) {
            assertThatThrownBy(() -> visitor.configMaps().inNamespace(namespace).list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("system:serviceaccount:" + namespace + ":visitor");
        }
    }

    @Test
    void wrongTokenIsRefused() {
        // Over HTTP/2 the server also ends the connection after a 401, and the JDK's client tells only that.
        Config overHttp1 = new ConfigBuilder(SERVER.configFor("wrong"))
                .withHttp2Disable(true)
                .build();
        try (KubernetesClient stranger = client(overHttp1)) {
            assertThatThrownBy(() -> stranger.namespaces().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            problem -> assertThat(problem.getCode()).isEqualTo(401));
        }
    }

    @Test
    void servicesGetClusterIpAndNodePort() {
        String namespace = SERVER.freshNamespace("services");
        try (KubernetesClient client = SERVER.adminClient()) {
            Service service = client.resource(new ServiceBuilder()
                            .withMetadata(meta(namespace, "api"))
                            .withNewSpec()
                            .withType("NodePort")
                            .addNewPort()
                            .withPort(6443)
                            .endPort()
                            .endSpec()
                            .build())
                    .create();
            assertThat(service.getSpec().getClusterIP()).startsWith("10.96.");
            assertThat(service.getSpec().getPorts().get(0).getNodePort()).isPositive();
        }
    }

    @Test
    void dependentGoesWithItsOwner() {
        String namespace = SERVER.freshNamespace("garbage");
        try (KubernetesClient client = SERVER.adminClient()) {
            ConfigMap owner = create(client, meta(namespace, "owner"));
            create(client, ownedBy(meta(namespace, "dependent"), "v1", "ConfigMap", owner.getMetadata()));
            client.resource(owner).delete();
            awaitGone(client, namespace, "dependent");
        }
    }

    @Test
    void dependentOfANewKindGoesWithItsOwnerWithoutWaitingForTheNextSync() {
        SERVER.applyCrds(text(gadgetCrd("A gadget.")));
        String namespace = SERVER.freshNamespace("garbage");
        try (KubernetesClient client = SERVER.adminClient()) {
            GenericKubernetesResource owner = client.genericKubernetesResources(GADGETS)
                    .resource(new GenericKubernetesResourceBuilder()
                            .withApiVersion("servers.test/v1")
                            .withKind("Gadget")
                            .withMetadata(meta(namespace, "owner"))
                            .build())
                    .create();
            create(client, ownedBy(meta(namespace, "dependent"), "servers.test/v1", "Gadget", owner.getMetadata()));
            client.genericKubernetesResources(GADGETS)
                    .inNamespace(namespace)
                    .withName("owner")
                    .delete();
            awaitGone(client, namespace, "dependent");
        }
    }

    @Test
    void deletedNamespaceGoesWithEverythingInIt() {
        String namespace = SERVER.freshNamespace("leaving");
        try (KubernetesClient client = SERVER.adminClient()) {
            create(client, meta(namespace, "inside"));
            client.namespaces().withName(namespace).delete();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.namespaces().withName(namespace).get() == null);
        }
    }

    @Test
    void crdTooLargeForAnAnnotationIsAppliedAgainAndAgain() {
        String large = gadgetCrd("A gadget. ".repeat(75_000));
        SERVER.applyCrds(text(large));
        SERVER.applyCrds(text(large));
        try (KubernetesClient client = SERVER.adminClient()) {
            assertThat(client.raw("/apis/servers.test/v1/gadgets")).contains("GadgetList");
        }
    }

    @Test
    void auditLogHasUserVerbAndObjectOfAWrite() {
        String namespace = SERVER.freshNamespace("audited");
        long mark = SERVER.auditLog().size();
        try (KubernetesClient client = SERVER.adminClient()) {
            create(client, meta(namespace, "noted"));
        }
        assertThat(SERVER.auditLog().linesFrom(mark))
                .filteredOn(line -> line.namespace().equals(namespace) && line.isWrite())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.user()).isEqualTo("admin");
                    assertThat(line.verb()).isEqualTo("create");
                    assertThat(line.resource()).isEqualTo("configmaps");
                    assertThat(line.name()).isEqualTo("noted");
                    assertThat(line.code()).isEqualTo(201);
                    assertThat(line.finished()).isAfterOrEqualTo(line.received());
                });
    }

    @Test
    void killedServerIsBackWithItsDataAfterARestart(@TempDir Path folder) {
        KubernetesServerOptions kept = KubernetesServerOptions.plain().withDataDirectory(folder);
        List<Long> pids;
        String kubeconfig;
        try (KubernetesServer server = KubernetesServer.start(kept);
                KubernetesClient client = server.adminClient()) {
            create(client, meta("default", "kept"));
            server.kill();
            assertThat(server.pids()).hasSize(1);
            server.restart();
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isNotNull();
            pids = server.pids();
            kubeconfig = server.adminConfig().getOauthToken();
        }
        assertThat(pids).hasSize(2).allSatisfy(KubernetesServerIT::assertGone);
        try (KubernetesServer again = KubernetesServer.start(kept);
                KubernetesClient client = again.adminClient()) {
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isNotNull();
            assertThat(again.adminConfig().getOauthToken()).isEqualTo(kubeconfig);
        }
        assertThat(folder).isNotEmptyDirectory();
    }

    @Test
    void closeLeavesNeitherProcessNorFolder() {
        KubernetesServer server =
                KubernetesServer.start(KubernetesServerOptions.plain().withControllerManager());
        List<Long> pids = server.pids();
        Path folder = server.directory();
        server.close();
        assertThat(pids).hasSize(3).allSatisfy(KubernetesServerIT::assertGone);
        assertThat(folder).doesNotExist();
        assertThatThrownBy(server::auditLog).hasMessageContaining("withAuditLog()");
    }

    @Test
    void takenPortIsNamedInTheMessage() {
        int port = URI.create(SERVER.url()).getPort();
        KubernetesServerOptions same = KubernetesServerOptions.plain().withPort(port);
        assertThatThrownBy(() -> KubernetesServer.start(same).close())
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("port " + port + " of 127.0.0.1: address already in use");
    }

    @Test
    void failedStartShowsTheEndOfTheLog(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("etcd"), "a file where etcd wants a folder");
        KubernetesServerOptions broken = KubernetesServerOptions.plain().withDataDirectory(folder);
        assertThatThrownBy(() -> KubernetesServer.start(broken).close())
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("etcd ended with code")
                .hasMessageContaining("not a directory");
    }

    private static void assertGone(long pid) {
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static void awaitGone(KubernetesClient client, String namespace, String name) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> client.configMaps()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        == null);
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static ConfigMap create(KubernetesClient client, ObjectMeta meta) {
        return client.resource(new ConfigMapBuilder()
                        .withMetadata(meta)
                        .withData(Map.of("key", "value"))
                        .build())
                .create();
    }

    private static ObjectMeta meta(String namespace, String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
    }

    private static ObjectMeta ownedBy(ObjectMeta meta, String apiVersion, String kind, ObjectMeta owner) {
        return new ObjectMetaBuilder(meta)
                .addToOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(apiVersion)
                        .withKind(kind)
                        .withName(owner.getName())
                        .withUid(owner.getUid())
                        .build())
                .build();
    }

    private static InputStream text(String yaml) {
        return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static String gadgetCrd(String description) {
        return """
                ---
                # A comment in front.
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: gadgets.servers.test
                spec:
                  group: servers.test
                  names: {kind: Gadget, listKind: GadgetList, plural: gadgets, singular: gadget}
                  scope: Namespaced
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          description: "%s"
                ---
                """.formatted(description);
    }
}
