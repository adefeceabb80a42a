// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a namespace each on the shared API server, and a client for the watcher that the audit log can tell. */
abstract class OnTheSharedServer {
    static final KubernetesServer SERVER = SharedServers.kubernetes();

    /** The user agent of {@link #client}. */
    final String agent = getClass().getSimpleName();

    KubernetesClient client = SERVER.adminClient();
    String namespace = "";
    ClusterFixture clusters = new ClusterFixture(client, namespace);

    @BeforeAll
    static void serveTheKinds() {
        SERVER.applyCrds(ClusterFixture.OUR_CRDS);
        SERVER.applyCrds(ClusterFixture.OTHER_CRDS);
    }

    @BeforeEach
    void makeANamespace() {
        client.close();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(SERVER.adminConfig())
                        .withUserAgent(agent)
                        .build())
                .build();
        namespace = SERVER.freshNamespace("watcher");
        clusters = new ClusterFixture(SERVER.adminClient(), namespace);
    }

    @AfterEach
    void closeClients() {
        client.close();
        clusters.client().close();
    }
}
