// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kamaji.capi.watcher.Population;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.status.ConditionGuide;
import org.jspecify.annotations.Nullable;

/** Control planes by outcome and by cause. Every series is there from the start: a missing one would never alert. */
public final class PopulationMeasures {
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<Population> source;
    private @Nullable Population last;
    private long takenAt;

    /** @param source goes through all control planes, so it is asked once for all series of a scrape */
    public PopulationMeasures(Supplier<Population> source) {
        this.source = source;
    }

    public void register(MeterRegistry registry) {
        List<String> outcomes = Stream.concat(
                        Stream.of(Outcome.Kind.values())
                                .filter(kind -> kind != Outcome.Kind.GONE)
                                .map(Outcome.Kind::text),
                        Stream.of(Population.DELETING))
                .toList();
        for (String outcome : outcomes) {
            Metric.CONTROL_PLANES.gauge(registry, this, one -> count(one.now().outcomes(), outcome), outcome);
        }
        for (ConditionGuide row : ConditionGuide.ALL) {
            if (row.isWait()) {
                String key = Population.key(row);
                Metric.WAITING.gauge(
                        registry,
                        this,
                        one -> count(one.now().waits(), key),
                        row.type().text(),
                        row.reason());
            }
        }
    }

    private static double count(Map<String, Integer> counts, String key) {
        return counts.getOrDefault(key, 0);
    }

    private synchronized Population now() {
        long time = System.nanoTime();
        if (last == null || time - takenAt > FRESH_NANOS) {
            last = source.get();
            takenAt = time;
        }
        return last;
    }
}
