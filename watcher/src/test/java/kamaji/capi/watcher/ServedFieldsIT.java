// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.workflows.facts.ClusterRef;
import org.junit.jupiter.api.Test;

/** With an API server of its own, on which Kamaji is upgraded. */
class ServedFieldsIT {
    private static final String FIELD = "advertiseAddress";
    private static final String USER = "system:serviceaccount:kamaji-system:kamaji-provider";

    @Test
    void whoLacksAFieldIsToldWhenKamajiLearnsItAndNobodyElse() throws IOException {
        try (KubernetesServer server =
                        KubernetesServer.start(KubernetesServerOptions.plain().withAuditLog());
                KubernetesClient admin = server.adminClient()) {
            server.applyCrds(ClusterFixture.OUR_CRDS);
            server.applyCrds(ClusterFixture.OTHER_CRDS);
            server.applyCrds(withoutField());
            install(admin);
            String namespace = server.freshNamespace("served");
            ClusterFixture clusters = new ClusterFixture(admin, namespace);
            settled(clusters, "lacking", "network: {serviceType: LoadBalancer, advertiseAddress: 192.0.2.7}");
            settled(clusters, "plain", "");
            try (KubernetesClient provider = new KubernetesClientBuilder()
                            .withConfig(
                                    server.configFor(server.serviceAccountToken("kamaji-system", "kamaji-provider")))
                            .build();
                    WatcherFixture fixture = WatcherFixture.start(provider, WatcherFixture.options(null))
                            .synced()) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(fixture.watcher.kinds())
                                .filteredOn(status -> status.kind().equals(ServedSchema.CONTEXT.getKind()))
                                .extracting(KindStatus::state)
                                .hasToString("[LISTED]"));
                assertThat(fixture.signals.to(namespace))
                        .as("a restart tells nobody")
                        .isEmpty();
                long mark = server.auditLog().size();

                server.applyCrds(ClusterFixture.OTHER_CRDS.resolve("tenantcontrolplanes.yaml"));

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !fixture.signals.to(namespace, "lacking").isEmpty());
                assertThat(fixture.signals.to(namespace, "plain")).isEmpty();
                assertThat(server.auditLog().linesFrom(mark))
                        .filteredOn(line ->
                                line.user().equals(USER) && !line.resource().equals("leases"))
                        .as("nothing is written")
                        .allSatisfy(line -> assertThat(line.verb()).isIn("watch", "list", "get"));
            }
        }
    }

    private static void settled(ClusterFixture clusters, String name, String spec) {
        clusters.cluster(name, "");
        clusters.controlPlane(name, spec);
        clusters.own(name);
        clusters.patch(References.CONTROL_PLANES, name, """
                {"metadata":{"finalizers":["controlplane.kamaji.clastix.io/finalizer"]}}""");
        ClusterRef ref = WatcherFixture.ref(clusters.namespace(), name);
        TenantControlPlaneIntent intent = Objects.requireNonNull(
                ClusterObjects.of(ref, ClusterObjects.Source.LIVE, clusters.get(References.CONTROL_PLANES, name))
                        .withCluster(clusters.get(ClusterView.CONTEXT, name))
                        .intent());
        GenericKubernetesResource served = intent.withoutUndeclared(
                        "failed: .spec.networkProfile." + FIELD + ": field not declared in schema")
                .orElse(intent)
                .toResource();
        clusters.client()
                .resource(served)
                .fieldManager(TenantControlPlaneIntent.FIELD_MANAGER)
                .serverSideApply();
        clusters.settle(ref, "Converged");
    }

    /** The roles under which the provider runs. */
    private static void install(KubernetesClient admin) throws IOException {
        for (String file : new String[] {"namespace.yaml", "cluster-roles.yaml"}) {
            try (InputStream yaml = Files.newInputStream(
                    ClusterFixture.OUR_CRDS.resolveSibling("rbac").resolve(file))) {
                admin.load(yaml).items().forEach(item -> admin.resource(item).serverSideApply());
            }
        }
    }

    @SuppressWarnings("unchecked") // a schema, in which a test looks for one field
    private static InputStream withoutField() throws IOException {
        GenericKubernetesResource definition = Serialization.unmarshal(
                Files.readString(ClusterFixture.OTHER_CRDS.resolve("tenantcontrolplanes.yaml")),
                GenericKubernetesResource.class);
        Map<String, Object> network = Objects.requireNonNull(definition.get(
                "spec",
                "versions",
                0,
                "schema",
                "openAPIV3Schema",
                "properties",
                "spec",
                "properties",
                "networkProfile",
                "properties"));
        assertThat(network.remove(FIELD)).isNotNull();
        return new ByteArrayInputStream(Serialization.asYaml(definition).getBytes(StandardCharsets.UTF_8));
    }
}
