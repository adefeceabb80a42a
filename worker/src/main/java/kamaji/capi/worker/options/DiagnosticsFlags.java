// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import picocli.CommandLine.Option;

final class DiagnosticsFlags {
    @Option(
            names = "--metrics-bind-address",
            paramLabel = "ADDRESS",
            description = "Where /metrics is served in plain HTTP: :8080 is every interface, 127.0.0.1:0 a free port,"
                    + " 0 nowhere.")
    private BindAddress metrics = BindAddress.parse(":8080");

    @Option(
            names = "--health-probe-bind-address",
            paramLabel = "ADDRESS",
            description = "Where /healthz and /readyz are served.")
    private BindAddress probes = BindAddress.parse(":8081");

    BindAddress metrics() {
        return metrics;
    }

    BindAddress probes() {
        return probes;
    }
}
