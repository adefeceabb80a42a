// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.lifecycle.Target;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is not installed or may not be read is a fact with its cure, not an error. */
class MissingKindsIT {

    @Test
    void aKamajiThatIsNotInstalledIsSaidSo() {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain())) {
            server.applyCrds(root.resolve("deploy/crds"));
            server.applyCrds(root.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds/clusters.yaml"));
            try (KubernetesClient client = server.adminClient()) {
                String namespace = server.freshNamespace("missing");
                ClusterRef ref = new ClusterRef("bench", namespace, "lonely");
                create(client, namespace);
                KubernetesControlPlaneActivities activities = new KubernetesControlPlaneActivities(
                        client,
                        "bench",
                        AccessCheck.OFF,
                        InfrastructureKinds.builtIn(),
                        ExternalGates.OFF,
                        List.of(),
                        Clock.systemUTC());

                Facts facts = activities.observe(ref);

                assertThat(facts.unavailable())
                        .hasSize(2)
                        .allMatch(problem -> problem.startsWith("Kamaji is not installed: "));
                assertThat(Objects.requireNonNull(facts.infrastructure()).problem())
                        .startsWith("the API server does not know KubevirtCluster objects; install");
                Target target = new Target(
                        ref, Objects.requireNonNull(facts.controlPlane()).uid(), "any");
                assertThat(StepFailures.messageOf(
                                Failure.Kind.WAIT_FOR_CHANGE, () -> activities.applyTenantControlPlane(target)))
                        .contains("does not know TenantControlPlane objects");
            }
        }
    }

    private static void create(KubernetesClient client, String namespace) {
        GenericKubernetesResource cluster =
                client.resource(object(namespace, """
                        apiVersion: cluster.x-k8s.io/v1beta2
                        kind: Cluster
                        metadata: {name: lonely}
                        spec:
                          infrastructureRef:
                            {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtCluster, name: infra}
                        """)).create();
        client.resource(object(namespace, """
                        apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                        kind: KamajiControlPlane
                        metadata:
                          name: lonely
                          ownerReferences:
                          - {apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: lonely, uid: %s}
                        spec: {version: 1.33.1, dataStoreName: elsewhere}
                        """.formatted(cluster.getMetadata().getUid())))
                .create();
    }

    private static GenericKubernetesResource object(String namespace, String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return object;
    }

    @Test
    void aKindThatMayNotBeReadIsNamedWithTheGrantThatItNeeds() {
        try (Bench bench = Bench.withCluster("poor", "poor");
                KubernetesClient poor = withoutInfrastructureRole(bench)) {
            KubernetesControlPlaneActivities activities = new KubernetesControlPlaneActivities(
                    poor,
                    Bench.INSTANCE,
                    AccessCheck.OFF,
                    InfrastructureKinds.builtIn(),
                    ExternalGates.OFF,
                    List.of(),
                    Clock.systemUTC());

            Awaitility.await().ignoreExceptions().untilAsserted(() -> {
                InfrastructureCluster facts =
                        Objects.requireNonNull(activities.observe(bench.ref).infrastructure());
                assertThat(facts.problem()).contains("may not read KubevirtCluster objects (403)");
            });
        }
    }

    private static KubernetesClient withoutInfrastructureRole(Bench bench) {
        bench.admin
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName("poor")
                        .endMetadata()
                        .build())
                .create();
        bench.admin
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(bench.namespace + "-poor")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-system-provider")
                        .addNewSubject(null, "ServiceAccount", "poor", bench.namespace)
                        .build())
                .create();
        return new KubernetesClientBuilder()
                .withConfig(Bench.server().configFor(Bench.server().serviceAccountToken(bench.namespace, "poor")))
                .build();
    }
}
