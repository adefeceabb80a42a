// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import kamaji.capi.watcher.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MeasuresTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/demo/secrets/a, get",
        "GET, /api/v1/namespaces/demo/secrets, list",
        "GET, /api/v1/namespaces/kube-system, get",
        "GET, /apis/cluster.x-k8s.io/v1beta2/clusters?limit=500, list",
        "GET, /apis/cluster.x-k8s.io/v1beta2/clusters?resourceVersion=1&watch=true, watch",
        "GET, /apis/cluster.x-k8s.io/v1beta2/namespaces/demo/clusters/c1, get",
        "GET, /version, get",
        "PATCH, /apis/kamaji.clastix.io/v1alpha1/namespaces/demo/tenantcontrolplanes/a, patch",
        "POST, /api/v1/namespaces/demo/events, create",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/a/leases/b, update",
        "DELETE, /apis/kamaji.clastix.io/v1alpha1/namespaces/demo/tenantcontrolplanes/a, delete"
    })
    void verbsAreThoseOfRoles(String method, String path, String verb) {
        assertThat(RequestMeasures.verb(method, URI.create("https://api" + path)))
                .isEqualTo(verb);
    }

    @Test
    void whatBecameOfATryIsTheKindOfItsFailure() {
        assertThat(StepMeasures.result(ApplicationFailure.newFailure("m", "WAIT_FOR_CHANGE")))
                .isEqualTo("wait_for_change");
        assertThat(StepMeasures.result(new IllegalStateException())).isEqualTo("bug");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void isScrapedUnderItsNameWithItsTypeAndHelp(Metric metric) {
        String[] values = metric.labels().toArray(String[]::new);
        switch (metric.type()) {
            case "gauge" -> metric.gauge(registry, this, one -> 1, values);
            case "counter" -> metric.increment(registry, values);
            default -> metric.record(registry, Duration.ofSeconds(3), values);
        }

        String family = metric.text();
        assertThat(registry.scrape())
                .contains("# HELP " + family + " " + metric.meaning() + "\n", "# TYPE " + family + " " + metric.type())
                .doesNotContain("seconds_seconds");
    }

    @Test
    void everySeriesOfThePopulationIsThereFromTheStart() {
        new PopulationMeasures(() -> new Population(Map.of("Blocked", 2), Map.of("DataStoreReady/Failed", 2)))
                .register(registry);

        assertThat(registry.scrape())
                .contains(
                        "kamaji_provider_control_planes{outcome=\"Blocked\"} 2.0",
                        "kamaji_provider_control_planes{outcome=\"Converged\"} 0.0",
                        "kamaji_provider_control_planes_waiting{condition=\"DataStoreReady\",reason=\"Failed\"} 2.0",
                        "kamaji_provider_control_planes_waiting{condition=\"AccessVerified\",reason=\"Failed\"} 0.0");
    }

    @Test
    void aLabelThatIsForgottenIsRefused() {
        assertThatThrownBy(() -> Metric.API_REQUESTS.increment(registry, "activities"))
                .hasMessageContaining("[client, verb, code]");
    }
}
