// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the Go provider, so that its manifests and habits go on working. */
final class CompatibilityFlags {
    @Option(
            names = "--feature-gates",
            paramLabel = "NAME=BOOL",
            split = ",",
            description = "ExternalClusterReference, ExternalClusterReferenceCrossNamespace, SkipInfraClusterPatch,"
                    + " DynamicInfrastructureClusterPatch. All are off by default.")
    private List<String> featureGates = List.of();

    @Option(
            names = "--dynamic-infrastructure-clusters",
            paramLabel = "KIND",
            split = ",",
            description = "Kinds of infrastructure clusters to patch besides the built-in ones. Needs the gate"
                    + " DynamicInfrastructureClusterPatch.")
    private List<String> dynamicInfrastructureClusters = List.of();

    @Option(
            names = "--diagnostics-address",
            paramLabel = "ADDRESS",
            description = "When given, /metrics is served here instead of at --metrics-bind-address.")
    private @Nullable BindAddress diagnosticsAddress;

    @Option(
            names = "--insecure-diagnostics",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Says that plain HTTP without authentication is meant, as it always is here; without it"
                    + " --diagnostics-address is served all the same and a warning logged.")
    private boolean insecureDiagnostics;

    @Option(
            names = "--tls-min-version",
            paramLabel = "VERSION",
            description = "Accepted without effect: metrics are served in plain HTTP.")
    private @Nullable String tlsMinVersion;

    @Option(
            names = "--tls-cipher-suites",
            paramLabel = "SUITES",
            description = "Accepted without effect: metrics are served in plain HTTP.")
    private @Nullable String tlsCipherSuites;

    @Option(
            names = "--zap-log-level",
            paramLabel = "LEVEL",
            description = "How much is logged: debug, info, error, or a verbosity (from 4 on, everything).")
    private LogLevel logLevel = LogLevel.INFO;

    @Option(
            names = "--zap-devel",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Accepted without effect.")
    private @Nullable Boolean zapDevel;

    @Option(names = "--zap-encoder", paramLabel = "NAME", description = "Accepted without effect.")
    private @Nullable String zapEncoder;

    @Option(names = "--zap-stacktrace-level", paramLabel = "LEVEL", description = "Accepted without effect.")
    private @Nullable String zapStacktraceLevel;

    @Option(names = "--zap-time-encoding", paramLabel = "NAME", description = "Accepted without effect.")
    private @Nullable String zapTimeEncoding;

    FeatureOptions features() {
        try {
            return new FeatureOptions(FeatureGates.parse(featureGates), dynamicInfrastructureClusters);
        } catch (InvalidOption named) {
            throw named;
        } catch (IllegalArgumentException gate) {
            throw new InvalidOption("--feature-gates", "cannot be used: " + gate.getMessage());
        }
    }

    DiagnosticsOptions diagnostics(DiagnosticsFlags flags) {
        BindAddress metrics = diagnosticsAddress == null ? flags.metrics() : diagnosticsAddress;
        return new DiagnosticsOptions(metrics, flags.probes(), logLevel);
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        withoutEffect(warnings, "--tls-min-version", tlsMinVersion, "metrics are served in plain HTTP");
        withoutEffect(warnings, "--tls-cipher-suites", tlsCipherSuites, "metrics are served in plain HTTP");
        withoutEffect(warnings, "--zap-devel", zapDevel, "the log has one form");
        withoutEffect(warnings, "--zap-encoder", zapEncoder, "the log has one form");
        withoutEffect(warnings, "--zap-stacktrace-level", zapStacktraceLevel, "the log has one form");
        withoutEffect(warnings, "--zap-time-encoding", zapTimeEncoding, "the log has one form");
        if (diagnosticsAddress != null && !diagnosticsAddress.isOff() && !insecureDiagnostics) {
            warnings.add("metrics at --diagnostics-address " + diagnosticsAddress
                    + " are served in plain HTTP without authentication; add --insecure-diagnostics if that is meant,"
                    + " or 127.0.0.1 to the address if it is not");
        }
        return warnings;
    }

    private static void withoutEffect(List<String> warnings, String flag, @Nullable Object value, String why) {
        if (value != null) {
            warnings.add(flag + " has no effect: " + why);
        }
    }
}
