// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryMeasuresTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private List<Instant> expiries = List.of();

    @Test
    void theSoonestIsToldAndHowManyEndSoon() {
        new ExpiryMeasures(() -> expiries, () -> NOW).register(registry);
        assertThat(soonest()).isNaN();

        expiries = List.of(in(Duration.ofDays(365)), in(Duration.ofHours(12)), in(Duration.ofDays(-1)));
        assertThat(soonest()).isEqualTo(-86_400.0);
        assertThat(expiring("0d")).isEqualTo(1);
        assertThat(expiring("1d")).isEqualTo(2);
        assertThat(expiring("30d")).isEqualTo(2);
    }

    private static Instant in(Duration time) {
        return NOW.plus(time);
    }

    private double soonest() {
        return registry.get("kamaji_provider_kubeconfig_expiry_soonest_seconds")
                .gauge()
                .value();
    }

    private double expiring(String within) {
        return registry.get("kamaji_provider_kubeconfigs_expiring")
                .tag("within", within)
                .gauge()
                .value();
    }
}
