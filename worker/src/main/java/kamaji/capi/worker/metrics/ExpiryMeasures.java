// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** When the published kubeconfigs expire, in numbers that name no cluster. Counts at each scrape. */
public final class ExpiryMeasures {
    private static final Map<String, Duration> THRESHOLDS =
            Map.of("0d", Duration.ZERO, "1d", Duration.ofDays(1), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));

    private final Supplier<List<Instant>> expiries;
    private final InstantSource clock;

    /** @param expiries when the client certificates expire, in no order */
    public ExpiryMeasures(Supplier<List<Instant>> expiries, InstantSource clock) {
        this.expiries = expiries;
        this.clock = clock;
    }

    public void register(MeterRegistry registry) {
        Metric.KUBECONFIG_EXPIRY.gauge(registry, this, ExpiryMeasures::soonest);
        THRESHOLDS.forEach((name, threshold) ->
                Metric.KUBECONFIGS_EXPIRING.gauge(registry, this, each -> each.within(threshold), name));
    }

    private double soonest() {
        return expiries.get().stream()
                .min(Instant::compareTo)
                .map(first -> Duration.between(clock.instant(), first).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private double within(Duration threshold) {
        Instant end = clock.instant().plus(threshold);
        return expiries.get().stream().filter(each -> !each.isAfter(end)).count();
    }
}
