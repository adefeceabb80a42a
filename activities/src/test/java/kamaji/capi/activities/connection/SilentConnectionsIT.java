// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.time.Duration;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that a firewall has forgotten: over TLS and HTTP/2, as to any API server. */
class SilentConnectionsIT {
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final KubernetesServer SERVER = SharedServers.kubernetes();

    private final String namespace = SERVER.freshNamespace("silent");
    private final Relay relay = new Relay(URI.create(SERVER.url()).getPort());
    private final KubernetesClient direct = SERVER.adminClient();
    private final KubernetesClient client = client();

    private KubernetesClient client() {
        Config config = new ConfigBuilder(SERVER.adminConfig())
                .withMasterUrl("https://127.0.0.1:" + relay.port())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(5_000)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new LivelyHttpClientFactory(SILENCE))
                .build();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        direct.close();
        relay.close();
    }

    private ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    @Test
    void aWatchThatFallsSilentBeginsAnewAndMissesNothing() {
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace(namespace).inform()) {
            direct.resource(map("before")).create();
            await().until(() -> informer.getStore().getByKey(namespace + "/before") != null);
            assertThat(relay.forget()).isPositive();

            direct.resource(map("unheard")).create();

            await().atMost(SILENCE.multipliedBy(4))
                    .until(() -> informer.getStore().getByKey(namespace + "/unheard") != null);
            direct.resource(map("after")).create();
            await().atMost(SILENCE).until(() -> informer.getStore().getByKey(namespace + "/after") != null);
        }
    }

    @Test
    void afterARequestThatIsNotAnsweredTheNextOneGetsANewConnection() {
        assertThat(client.configMaps().inNamespace(namespace).list()).isNotNull();
        assertThat(relay.forget()).isPositive();

        assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).list())
                .isInstanceOf(KubernetesClientException.class);
        assertThat(client.configMaps().inNamespace(namespace).list()).isNotNull();
    }
}
