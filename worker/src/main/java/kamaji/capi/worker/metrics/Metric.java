// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The provider's own metrics, the only way to make one: the reference of metrics is generated from here. No label holds
 * the name of an object.
 */
public enum Metric {
    BUILD_INFO("kamaji_provider_build", Kind.GAUGE, "1, with the version of the provider", "", "version"),
    READY(
            "kamaji_provider_ready",
            Kind.GAUGE,
            "1 while the process is ready",
            "At 0 readyz says line by line what is missing."),
    LEADER(
            "kamaji_provider_leader",
            Kind.GAUGE,
            "1 while this process signals",
            "When the sum over all processes is 0 for minutes nobody notices changes: see the log about the lease."),
    INFORMERS(
            "kamaji_provider_informers", Kind.GAUGE, "Informers that there are", "Compare it with informers_watching."),
    INFORMERS_WATCHING(
            "kamaji_provider_informers_watching",
            Kind.GAUGE,
            "Informers that receive changes at this moment",
            "Fewer than informers for minutes: a kind is not served or may not be watched; readyz or the log names it."),
    INFORMER_FAILURES(
            "kamaji_provider_informer_failures_total",
            Kind.COUNTER,
            "Lists and watches that failed; each is tried again",
            "When it rises steadily see the log for kind and reason."),
    QUEUE_DEPTH(
            "kamaji_provider_attention_queue_depth",
            Kind.GAUGE,
            "Clusters that wait for a signal",
            "When it only grows Temporal takes signals too slowly or not at all."),
    QUEUE_AGE(
            "kamaji_provider_attention_oldest_age_seconds",
            Kind.GAUGE,
            "Age of the oldest signal that has not been sent",
            "Above a minute changes are noticed late: see signals_failed and Temporal."),
    SIGNALS_SENT("kamaji_provider_signals_sent_total", Kind.COUNTER, "Signals that Temporal has accepted", ""),
    SIGNALS_FAILED(
            "kamaji_provider_signals_failed_total",
            Kind.COUNTER,
            "Signals that Temporal did not accept; each is sent again",
            "When it rises see whether Temporal answers; readyz quotes what it says."),
    WEDGED_CLUSTERS(
            "kamaji_provider_wedged_clusters",
            Kind.GAUGE,
            "Clusters whose run cannot go on and was started anew in vain; readyz names them",
            "A defect of the provider: report it with what kubectl ktcp export writes."),
    WEDGED_RESTARTS(
            "kamaji_provider_wedged_runs_restarted_total",
            Kind.COUNTER,
            "Runs that could not go on and were started anew",
            "More than a few after an upgrade: go back to the former release and report it."),
    CONTROL_PLANES(
            "kamaji_provider_control_planes",
            Kind.GAUGE,
            "Control planes by outcome: Converged, Blocked, Paused, InProgress, Deleting; told by the leader",
            "Blocked ones wait for a person: see control_planes_waiting for the cause.",
            "outcome"),
    WAITING(
            "kamaji_provider_control_planes_waiting",
            Kind.GAUGE,
            "Control planes by the condition that tells what they wait for; told by the leader",
            "The reference of conditions says what to do about each.",
            "condition",
            "reason"),
    KUBECONFIG_EXPIRY(
            "kamaji_provider_kubeconfig_expiry_soonest_seconds",
            Kind.GAUGE,
            "Time until the first client certificate of a published kubeconfig expires, negative when one has, NaN without"
                    + " any; told by the leader",
            "Kamaji renews a day before the end: below 43200 it does not. See its log and CertificatesAvailable."),
    KUBECONFIGS_EXPIRING(
            "kamaji_provider_kubeconfigs_expiring",
            Kind.GAUGE,
            "Published kubeconfigs whose client certificate expires within 0d (has expired), 1d, 7d, 30d; told by the"
                    + " leader",
            "Any within 0d: nobody gets in with it. See whether Kamaji renews, and CertificatesAvailable for the moment.",
            "within"),
    TIME_TO_READY(
            "kamaji_provider_time_to_ready_seconds",
            Kind.PROVISION,
            "Time from the creation of a KamajiControlPlane to its first Ready",
            "When it grows see control_planes_waiting for what is waited for, mostly Kamaji or a load balancer."),
    STEP(
            "kamaji_provider_step_duration_seconds",
            Kind.STEP,
            "Time that tries of a step took, by result: ok, retry, wait_for_change, stale, bug",
            "bug is a defect of the provider; wait_for_change waits for a person; many retry point at the API server.",
            "step",
            "result"),
    API_REQUESTS(
            "kamaji_provider_api_requests_total",
            Kind.COUNTER,
            "Requests to the Kubernetes API by client (activities or watches), verb and code; 101 for a watch, 0 for no answer",
            "429 or 5xx: the API server is overloaded; 403: a role is missing, and the log names it.",
            "client",
            "verb",
            "code");

    /** What a metric is, and how long the times of a histogram are. */
    enum Kind {
        GAUGE("gauge", ""),
        COUNTER("counter", ""),
        /** From milliseconds to a minute. */
        STEP("histogram", "5 10 25 50 100 250 500 1000 2500 5000 10000 20000 60000"),
        /** From a second to an hour. */
        PROVISION("histogram", "1000 2500 5000 10000 20000 30000 60000 120000 300000 600000 1200000 3600000");

        private final String text;
        /** Milliseconds, apart by blanks. */
        private final String buckets;

        Kind(String text, String buckets) {
            this.text = text;
            this.buckets = buckets;
        }

        private Duration[] objectives() {
            return Stream.of(buckets.split(" ", -1))
                    .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                    .toArray(Duration[]::new);
        }
    }

    private final String text;
    private final Kind kind;
    private final String meaning;
    private final String cure;
    /** With commas between. */
    private final String labels;

    Metric(String text, Kind kind, String meaning, String cure, String... labels) {
        this.text = text;
        this.kind = kind;
        this.meaning = meaning;
        this.cure = cure;
        this.labels = String.join(",", labels);
    }

    /** The name as it is scraped; a histogram adds {@code _bucket}, {@code _sum} and {@code _count}. */
    public String text() {
        return text;
    }

    /** As Prometheus calls it: gauge, counter or histogram. */
    public String type() {
        return kind.text;
    }

    /** One sentence, also the help text that is scraped. */
    public String meaning() {
        return meaning;
    }

    /** When to worry and what to do; empty when there is nothing to worry about. */
    public String cure() {
        return cure;
    }

    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }

    /** Registers a gauge that asks an object, which has to live as long as the registry. */
    public <T> void gauge(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... labelValues) {
        Gauge.builder(text, object, value)
                .strongReference(true)
                .description(meaning)
                .tags(tags(labelValues))
                .register(registry);
    }

    /** Registers a counter that asks an object. */
    public <T> void counter(MeterRegistry registry, T object, ToDoubleFunction<T> value) {
        FunctionCounter.builder(meter(), object, value).description(meaning).register(registry);
    }

    /** Counts one more. */
    void increment(MeterRegistry registry, String... labelValues) {
        Counter.builder(meter())
                .description(meaning)
                .tags(tags(labelValues))
                .register(registry)
                .increment();
    }

    /** Adds a time to a histogram. */
    public void record(MeterRegistry registry, Duration time, String... labelValues) {
        timer(registry, labelValues).record(time);
    }

    /** Makes a histogram known before it has any time, so that its absence never looks like a name mistyped. */
    public Timer timer(MeterRegistry registry, String... labelValues) {
        return Timer.builder(meter())
                .description(meaning)
                .serviceLevelObjectives(kind.objectives())
                .tags(tags(labelValues))
                .register(registry);
    }

    /** Micrometer adds the unit of time and {@code _total} by itself. */
    private String meter() {
        return kind == Kind.GAUGE ? text : text.replaceFirst("_(seconds|total)$", "");
    }

    private List<Tag> tags(String... values) {
        List<String> names = labels();
        if (values.length != names.size()) {
            throw new IllegalArgumentException(text + " has the labels " + names);
        }
        List<Tag> tags = new ArrayList<>();
        for (int index = 0; index < values.length; index++) {
            tags.add(Tag.of(names.get(index), values[index]));
        }
        return tags;
    }
}
