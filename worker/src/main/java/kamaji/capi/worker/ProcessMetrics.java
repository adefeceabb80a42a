// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** Metrics of the process as such: build, readiness, memory, threads, CPU. */
final class ProcessMetrics {
    private ProcessMetrics() {}

    /** The result holds listeners of the JVM; close it with the registry. */
    static JvmGcMetrics bind(MeterRegistry registry, Readiness readiness) {
        Gauge.builder("kamaji.provider.build.info", () -> 1)
                .tag("version", Version.number())
                .register(registry);
        Gauge.builder("kamaji.provider.ready", readiness, one -> one.readiness().well() ? 1 : 0)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections;
    }
}
