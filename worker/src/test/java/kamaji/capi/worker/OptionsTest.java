// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.worker.options.AccessCheckMode;
import kamaji.capi.worker.options.BindAddress;
import kamaji.capi.worker.options.Environment;
import kamaji.capi.worker.options.FeatureGate;
import kamaji.capi.worker.options.LogLevel;
import kamaji.capi.worker.options.ProcessRole;
import kamaji.capi.worker.options.ProviderOptions;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OptionsTest {
    private static final String TABLE = "src/test/resources/kamaji/capi/worker/kinds.csv";
    private static final InfrastructureRef OSC = new InfrastructureRef(InfrastructureKinds.GROUP, "OscCluster", "any");

    private record Outcome(int code, String text) {}

    private static ProviderOptions read(Map<String, String> variables, String... arguments) {
        CommandLine command = Main.commandLine(variables);
        command.parseArgs(withRun(arguments));
        RunCommand run = runOf(command).getCommand();
        return run.options();
    }

    private static CommandLine runOf(CommandLine root) {
        return Objects.requireNonNull(root.getSubcommands().get("run"));
    }

    private static Outcome refused(Map<String, String> variables, String... arguments) {
        StringWriter text = new StringWriter();
        int code = Main.commandLine(variables).setErr(new PrintWriter(text)).execute(withRun(arguments));
        return new Outcome(code, text.toString());
    }

    private static String[] withRun(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    static Stream<Arguments> flags() {
        return Stream.of(
                row("--namespace", "tenants", one -> one.kubernetes().namespace(), "tenants", null),
                row("--watch-filter", "blue", one -> one.kubernetes().watchFilter(), "blue", null),
                row(
                        "--upgrade-versions",
                        "v1.33.9,v1.34.5",
                        one -> one.kubernetes().upgradeVersions(),
                        List.of("v1.33.9", "v1.34.5"),
                        List.of()),
                row("--sync-period", "1h30m", one -> one.kubernetes().syncPeriod(), minutes(90), minutes(10)),
                row(
                        "--access-check",
                        "required",
                        one -> one.kubernetes().accessCheck(),
                        AccessCheckMode.REQUIRED,
                        AccessCheckMode.BEST_EFFORT),
                row(
                        "--infrastructure-kinds",
                        TABLE,
                        one -> one.infrastructure().kinds().knows(OSC),
                        true,
                        false),
                row("--temporal-address", "t:1", one -> one.temporal().address(), "t:1", null),
                row("--temporal-namespace", "prod", one -> one.temporal().namespace(), "prod", null),
                row(
                        "--temporal-api-key-file",
                        "/k",
                        one -> String.valueOf(one.temporal().apiKeyFile()),
                        "/k",
                        "null"),
                row("--instance", "blue", one -> one.temporal().instance(), "blue", null),
                row("--roles", "watcher", one -> one.roles().plays(ProcessRole.WORKER), false, true),
                row("--leader-elect", "true", one -> one.roles().leaderElect(), true, false),
                row(
                        "--leader-elect-lease-duration",
                        "1m",
                        one -> one.roles().leaseDuration(),
                        minutes(1),
                        Duration.ofSeconds(15)),
                row(
                        "--leader-elect-renew-deadline",
                        "14s",
                        one -> one.roles().renewDeadline(),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(10)),
                row(
                        "--leader-elect-retry-period",
                        "500ms",
                        one -> one.roles().retryPeriod(),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2)),
                row(
                        "--leader-election-namespace",
                        "system",
                        one -> one.roles().leaderElectionNamespace(),
                        "system",
                        null),
                row("--max-concurrent-reconciles", "5", one -> one.limits().activitySlots(), 5, 24),
                row("--workflow-slots", "9", one -> one.limits().workflowSlots(), 9, 50),
                row("--workflow-cache-size", "70", one -> one.limits().workflowCacheSize(), 70, 600),
                row(
                        "--kube-api-timeout",
                        "3s",
                        one -> one.limits().kubeApiTimeout(),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10)),
                row(
                        "--watch-silence",
                        "20s",
                        one -> one.limits().watchSilence(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(90)),
                row(
                        "--signal-timeout",
                        "3s",
                        one -> one.limits().signalTimeout(),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5)),
                row(
                        "--shutdown-grace-period",
                        "50s",
                        one -> one.limits().shutdownGracePeriod(),
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(25)),
                row(
                        "--metrics-bind-address",
                        "127.0.0.1:0",
                        one -> one.diagnostics().metrics(),
                        new BindAddress("127.0.0.1", 0),
                        new BindAddress(null, 8080)),
                row(
                        "--health-probe-bind-address",
                        "0",
                        one -> one.diagnostics().probes(),
                        BindAddress.OFF,
                        new BindAddress(null, 8081)),
                row(
                        "--diagnostics-address",
                        ":8443",
                        one -> one.diagnostics().metrics(),
                        new BindAddress(null, 8443),
                        new BindAddress(null, 8080)),
                row("--insecure-diagnostics", "true", one -> one.warnings(), List.of(), List.of()),
                row("--zap-log-level", "debug", one -> one.diagnostics().logLevel(), LogLevel.DEBUG, LogLevel.INFO),
                row(
                        "--feature-gates",
                        "SkipInfraClusterPatch=true",
                        one -> one.features().gates().isOn(FeatureGate.SKIP_INFRA_CLUSTER_PATCH),
                        true,
                        false),
                row(
                        "--dynamic-infrastructure-clusters",
                        " , ,",
                        one -> one.features().dynamicInfrastructureClusters(),
                        List.of(),
                        List.of()),
                warned("--tls-min-version", "VersionTLS13"),
                warned("--tls-cipher-suites", "TLS_AES_128_GCM_SHA256"),
                warned("--zap-devel", "true"),
                warned("--zap-encoder", "json"),
                warned("--zap-stacktrace-level", "error"),
                warned("--zap-time-encoding", "rfc3339"));
    }

    private static Arguments row(
            String flag,
            String text,
            Function<ProviderOptions, @Nullable Object> value,
            Object given,
            @Nullable Object otherwise) {
        return arguments(flag, text, value, given, otherwise);
    }

    private static Arguments warned(String flag, String text) {
        Function<ProviderOptions, @Nullable Object> warnings = options -> options.warnings().stream()
                .filter(warning -> warning.startsWith(flag + " has no effect"))
                .count();
        return arguments(flag, text, warnings, 1L, 0L);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("flags")
    void flagIsReadFromCommandLineAndEnvironment(
            String flag,
            String text,
            Function<ProviderOptions, @Nullable Object> value,
            Object given,
            @Nullable Object otherwise) {
        Map<String, String> variables = Map.of(Environment.variableOf(flag), text);

        assertThat(value.apply(read(Map.of(), flag + "=" + text))).isEqualTo(given);
        assertThat(value.apply(read(Map.of(), flag, text))).isEqualTo(given);
        assertThat(value.apply(read(variables))).isEqualTo(given);
        assertThat(value.apply(read(Map.of()))).isEqualTo(otherwise);
        assertThat(value.apply(read(Map.of(Environment.variableOf(flag), " ")))).isEqualTo(otherwise);
    }

    @Test
    void tableAboveHasEveryFlag() {
        List<String> tested = flags().map(row -> (String) row.get()[0]).toList();

        assertThat(flagsOfRun()).containsExactlyInAnyOrderElementsOf(tested);
    }

    private static List<String> flagsOfRun() {
        return runOf(Main.commandLine(Map.of())).getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals("--help") && !name.equals("--version"))
                .toList();
    }

    @Test
    void helpShowsEveryVariableAndTheGroups() {
        String help = runOf(Main.commandLine(Map.of())).getUsageMessage();

        assertThat(flagsOfRun())
                .allSatisfy(flag -> assertThat(help).contains("[" + Environment.variableOf(flag) + "]"));
        assertThat(help)
                .containsSubsequence(
                        "Kubernetes:",
                        "Default: 10m.",
                        "Temporal:",
                        "Instance, roles and leader election:",
                        "Default: watcher,worker.",
                        "Limits:",
                        "Default: 24.",
                        "Diagnostics:",
                        "Default: :8080.",
                        "Compatibility");
    }

    @Test
    void flagWinsOverItsVariable() {
        ProviderOptions options = read(Map.of("KAMAJI_PROVIDER_WATCH_FILTER", "blue"), "--watch-filter=green");

        assertThat(options.kubernetes().watchFilter()).isEqualTo("green");
    }

    @Test
    void switchesMayBeGivenWithoutValue() {
        assertThat(read(Map.of(), "--leader-elect", "--namespace=x").roles().leaderElect())
                .isTrue();
        assertThat(read(Map.of("KAMAJI_PROVIDER_LEADER_ELECT", "true"), "--leader-elect=false")
                        .roles()
                        .leaderElect())
                .isFalse();
    }

    @Test
    void argumentsOfTheGoProvidersManifestAreAccepted() {
        ProviderOptions options = read(
                Map.of(),
                "--leader-elect",
                "--feature-gates=ExternalClusterReference=false,ExternalClusterReferenceCrossNamespace=false,"
                        + "SkipInfraClusterPatch=false,DynamicInfrastructureClusterPatch=true",
                "--dynamic-infrastructure-clusters=OscCluster,",
                "--diagnostics-address=:8443",
                "--insecure-diagnostics=false",
                "--health-probe-bind-address=:8081",
                "--max-concurrent-reconciles=50");

        assertThat(options.features().dynamicInfrastructureClusters()).containsExactly("OscCluster");
        assertThat(options.limits().activitySlots()).isEqualTo(36);
        assertThat(options.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("--max-concurrent-reconciles is 50", "36"))
                .anySatisfy(warning -> assertThat(warning).contains("plain HTTP", "--insecure-diagnostics"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--sync-period=10 | '10' is not a duration",
                "--sync-period=500ms | --sync-period is 500ms; write at least 1s",
                "--upgrade-versions=latest | names 'latest', which is no version",
                "--access-check=maybe | 'maybe' is none of required, best-effort, off",
                "--roles=leader | 'leader' is none of watcher, worker",
                "--namespace=Bad_Name | --namespace is 'Bad_Name'",
                "--watch-filter=-x | --watch-filter is '-x'",
                "--instance=a.b | --instance is 'a.b'",
                "--temporal-address=frontend | write host:port",
                "--temporal-namespace=a b | --temporal-namespace is",
                "--leader-elect=maybe | --leader-elect",
                "--leader-elect-lease-duration=5s | longer than --leader-elect-renew-deadline, which is 10s",
                "--leader-elect-renew-deadline=1s | longer than --leader-elect-retry-period, which is 2s",
                "--max-concurrent-reconciles=0 | --max-concurrent-reconciles is 0; write a number from 1",
                "--max-concurrent-reconciles=many | --max-concurrent-reconciles",
                "--kube-api-timeout=1m | --kube-api-timeout is 1m; write at most 25s",
                "--metrics-bind-address=8080 | '8080' is not an address",
                "--zap-log-level=loud | 'loud' is no log level",
                "--feature-gates=Nope=true | there is no feature gate 'Nope'",
                "--dynamic-infrastructure-clusters=OscCluster | add --feature-gates=DynamicInfrastructureClusterPatch=true",
                "--infrastructure-kinds=pom.xml | pom.xml, row in line 1, column group: the heading is",
                "--infrastructure-kinds=/no/such/file | --infrastructure-kinds names /no/such/file, which cannot be read",
                "--watchfilter=x | --watch-filter",
                "extra | extra"
            })
    void wrongValueIsNamedWithItsCureAndCodeTwo(String argument, String message) {
        Outcome outcome = refused(Map.of(), argument);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.text()).contains(message).contains("Try 'kamaji-provider run --help'");
        assertThat(outcome.text().lines().count()).isLessThan(6);
    }

    @Test
    void dynamicKindsArePatchedUnlessTheyHaveARow() {
        ProviderOptions options = read(
                Map.of(),
                "--feature-gates=DynamicInfrastructureClusterPatch=true",
                "--dynamic-infrastructure-clusters=OscCluster,Metal3Cluster");

        assertThat(options.infrastructure().kinds().knows(OSC)).isTrue();
        assertThat(options.infrastructure().kinds().rows())
                .filteredOn(row -> row.kind().equals("OscCluster") || row.kind().equals("Metal3Cluster"))
                .extracting(InfrastructureKind::behaviour)
                .containsExactly(Behaviour.CHECK, Behaviour.PATCH);
        assertThat(options.infrastructure().kinds().inUse()).isTrue();
    }

    @Test
    void theSkipGateLeavesInfrastructureAlone() {
        assertThat(read(Map.of(), "--feature-gates=SkipInfraClusterPatch=true")
                        .infrastructure()
                        .kinds()
                        .inUse())
                .isFalse();
    }

    @Test
    void wrongVariableIsNamed() {
        assertThat(refused(Map.of("KAMAJI_PROVIDER_SYNC_PERIOD", "soon")).text())
                .contains("--sync-period", "KAMAJI_PROVIDER_SYNC_PERIOD");
        assertThat(refused(Map.of("KAMAJI_PROVIDER_INSTANCE", "a.b")).text())
                .contains("--instance", "KAMAJI_PROVIDER_INSTANCE");
    }

    @Test
    void noCommandSaysWhichToGive() {
        StringWriter text = new StringWriter();

        int code = Main.commandLine(Map.of()).setErr(new PrintWriter(text)).execute();

        assertThat(code).isEqualTo(2);
        assertThat(text.toString()).contains("kamaji-provider run");
    }

    @Test
    void optionsAreDescribedInOneLine() {
        assertThat(read(Map.of(), "--namespace=tenants").describe())
                .contains("roles=watcher,worker", "namespace=tenants", "max-concurrent-reconciles=24")
                .doesNotContain("\n");
    }
}
