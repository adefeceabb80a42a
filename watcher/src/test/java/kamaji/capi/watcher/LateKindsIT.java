// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.watcher.kind.KindState;
import org.junit.jupiter.api.Test;

/** With an API server of its own, whose kinds come late. */
class LateKindsIT {
    @Test
    void kindsThatComeLateAreFoundAndWhoeverNeedsThemIsTold() {
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
                KubernetesClient client = server.adminClient()) {
            server.applyCrds(ClusterFixture.OUR_CRDS);
            server.applyCrds(ClusterFixture.OTHER_CRDS.resolve("clusters.yaml"));
            String namespace = server.freshNamespace("late");
            ClusterFixture clusters = new ClusterFixture(client, namespace);
            clusters.ownedControlPlane("plain");
            clusters.cluster(
                    "infra",
                    "infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtCluster, name: infra}");
            clusters.controlPlane("infra", "");
            clusters.own("infra");
            try (WatcherFixture fixture =
                    WatcherFixture.start(client, WatcherFixture.options(null)).synced()) {
                assertThat(state(fixture, TenantControlPlaneView.KIND)).containsExactly(KindState.UNAVAILABLE);
                await().until(() -> fixture.signals.to(namespace).size() == 2);

                server.applyCrds(ClusterFixture.OTHER_CRDS);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(state(fixture, TenantControlPlaneView.KIND))
                                .containsExactly(KindState.LISTED));
                await().until(() -> fixture.signals.to(namespace, "plain").size() >= 2);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() ->
                                assertThat(state(fixture, "KubevirtCluster")).containsExactly(KindState.LISTED));
                assertThat(fixture.watcher.alive()).isTrue();
            }
        }
    }

    private static List<KindState> state(WatcherFixture fixture, String kind) {
        return fixture.watcher.kinds().stream()
                .filter(status -> status.kind().equals(kind))
                .map(KindStatus::state)
                .toList();
    }
}
