// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

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
import java.time.Duration;
import java.util.Map;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proxy does what its rules say, and nothing where none says anything. */
class FaultProxyIT {
    @SuppressWarnings("NullAway.Init") // started before all
    private static KubernetesServer server;

    @SuppressWarnings("NullAway.Init") // started before all
    private static FaultProxy proxy;

    @SuppressWarnings("NullAway.Init") // started before all
    private static KubernetesClient behind;

    @SuppressWarnings("NullAway.Init") // started before all
    private static KubernetesClient direct;

    @BeforeAll
    static void start() {
        server = KubernetesServer.start(KubernetesServerOptions.plain());
        proxy = FaultProxy.before(server);
        Config config = new ConfigBuilder(server.adminConfig())
                .withMasterUrl(proxy.url())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(2_000)
                .build();
        behind = new KubernetesClientBuilder().withConfig(config).build();
        direct = server.adminClient();
    }

    @AfterAll
    static void stop() {
        behind.close();
        direct.close();
        proxy.close();
        server.close();
    }

    @AfterEach
    void mend() {
        proxy.clear();
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withData(Map.of("key", value))
                .build();
    }

    private static String stored(String name) {
        ConfigMap map =
                direct.configMaps().inNamespace("default").withName(name).get();
        return map == null ? "" : String.valueOf(map.getData().get("key"));
    }

    @Test
    void withoutRulesRequestsOfEveryKindPass() {
        ConfigMap made = behind.resource(map("plain", "1")).create();
        assertThat(stored("plain")).isEqualTo("1");
        behind.resource(map("plain", "2")).forceConflicts().serverSideApply();
        assertThat(stored("plain")).isEqualTo("2");
        assertThat(behind.configMaps().inNamespace("default").list().getItems())
                .anyMatch(map ->
                        map.getMetadata().getUid().equals(made.getMetadata().getUid()));
        behind.resource(map("plain", "2")).delete();
        assertThat(stored("plain")).isEmpty();
    }

    @Test
    void anAnswerIsGivenAsOftenAsAskedAndTheApiServerHearsNothing() {
        FaultRule rule =
                proxy.add(request -> request.kind().equals("create configmaps"), 2, Fault.answer(503, "x", "full"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> behind.resource(map("refused", "1")).create())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(503))
                    .hasMessageContaining("full");
        }
        assertThat(stored("refused")).isEmpty();
        behind.resource(map("refused", "1")).create();
        assertThat(rule.hits()).isEqualTo(2);
    }

    @Test
    void aLostRequestIsNotDoneAndALostAnswerIs() {
        proxy.add(request -> request.kind().equals("create configmaps"), 1, Fault.lost());
        assertThatThrownBy(() -> behind.resource(map("lost", "1")).create())
                .isInstanceOf(KubernetesClientException.class);
        assertThat(stored("lost")).isEmpty();

        proxy.add(request -> request.kind().equals("create configmaps"), 1, Fault.answerLost());
        assertThatThrownBy(() -> behind.resource(map("lost", "1")).create())
                .isInstanceOf(KubernetesClientException.class);
        assertThat(stored("lost")).isEqualTo("1");
    }

    @Test
    void aLateAnswerIsATimeOutForTheClientAndDoneForTheServer() {
        proxy.add(request -> request.kind().equals("create configmaps"), 1, Fault.answerLate(Duration.ofSeconds(4)));

        assertThatThrownBy(() -> behind.resource(map("late", "1")).create())
                .isInstanceOf(KubernetesClientException.class);
        assertThat(stored("late")).isEqualTo("1");
    }

    @Test
    void watchesAreDroppedExpiredAndStalled() {
        try (SharedIndexInformer<ConfigMap> informer =
                behind.configMaps().inNamespace("default").inform()) {
            direct.resource(map("seen", "1")).create();
            await().until(() -> informer.getStore().getByKey("default/seen") != null);

            FaultRule expired = proxy.add(ApiRequest::isWatch, 1, Fault.watchExpired());
            assertThat(proxy.dropWatches(request -> request.resource().equals("configmaps")))
                    .isEqualTo(1);
            direct.resource(map("dropped", "1")).create();
            await().until(() -> informer.getStore().getByKey("default/dropped") != null);
            assertThat(expired.hits()).isEqualTo(1);

            await().until(() -> proxy.stallWatches(request -> true) == 1);
            direct.resource(map("stalled", "1")).create();
            await().during(Duration.ofSeconds(2))
                    .until(() -> informer.getStore().getByKey("default/stalled") == null);
            assertThat(informer.isWatching()).isTrue();
        }
    }
}
