// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** Where metrics and probes are served, in plain HTTP, and how much is logged. */
public record DiagnosticsOptions(BindAddress metrics, BindAddress probes, LogLevel logLevel) {
    String describe() {
        return "metrics=" + metrics + " probes=" + probes + " log-level=" + EnumNames.of(logLevel);
    }
}
