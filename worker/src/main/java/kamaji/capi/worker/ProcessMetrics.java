// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import kamaji.capi.worker.metrics.Metric;

/** Metrics of the process as such: build, readiness, memory, threads, CPU. */
final class ProcessMetrics {
    private ProcessMetrics() {}

    /** The result holds listeners of the JVM; close it with the registry. */
    static JvmGcMetrics bind(MeterRegistry registry, Readiness readiness) {
        Metric.BUILD_INFO.gauge(registry, registry, one -> 1, Version.number());
        Metric.READY.gauge(registry, readiness, one -> one.readiness().well() ? 1 : 0);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections;
    }
}
