// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.Test;

/** With an API server of its own, which is killed, and whose schema lets pass what ours does not. */
class OutageIT {
    @Test
    void watchesSurviveTheApiServerAndObjectsThatMakeNoSense() {
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
                KubernetesClient client = direct(server)) {
            server.applyCrds(ClusterFixture.OUR_CRDS);
            server.applyCrds(ClusterFixture.OTHER_CRDS);
            String namespace = server.freshNamespace("outage");
            ClusterFixture clusters = new ClusterFixture(client, namespace);
            clusters.ownedControlPlane("settled");
            clusters.settle(WatcherFixture.ref(namespace, "settled"), "Converged");
            try (WatcherFixture fixture =
                    WatcherFixture.start(client, WatcherFixture.options(null)).synced()) {
                server.kill();
                await().until(() -> fixture.watcher.kinds().stream().noneMatch(KindStatus::watching));
                assertThat(fixture.watcher.alive()).isTrue();
                server.restart();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> fixture.watcher.kinds().stream().allMatch(KindStatus::watching));

                anythingGoes(client);
                clusters.cluster("poison", "");
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .untilAsserted(() -> clusters.controlPlane("poison", "kubelet: [1]\nnetwork: 7"));
                clusters.own("poison");
                clusters.ownedControlPlane("healthy");

                await().until(() -> !fixture.signals.to(namespace, "healthy").isEmpty());
                await().until(() -> !fixture.signals.to(namespace, "poison").isEmpty());
                assertThat(fixture.signals.to(namespace, "settled")).isEmpty();
                assertThat(fixture.watcher.alive()).isTrue();
            }
        }
    }

    /** An error is an answer, not a reason to try again. */
    private static KubernetesClient direct(KubernetesServer server) {
        Config config = new ConfigBuilder(server.adminConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static void anythingGoes(KubernetesClient client) {
        JSONSchemaProps anything = new JSONSchemaPropsBuilder()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .build();
        client.resources(CustomResourceDefinition.class)
                .withName(References.CONTROL_PLANES.getPlural() + "." + References.CONTROL_PLANES.getGroup())
                .edit(crd -> {
                    crd.getSpec()
                            .getVersions()
                            .forEach(version -> version.getSchema().setOpenAPIV3Schema(anything));
                    return crd;
                });
    }
}
