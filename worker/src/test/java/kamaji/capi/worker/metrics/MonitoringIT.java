// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in {@code deploy/monitoring} fits together, and fits what is scraped. */
class MonitoringIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.root"));
    private static final Path MONITORING = CHECKOUT.resolve("deploy/monitoring");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private record Checked(int code, List<String> metrics, String errors) {}

    private Checked check(Path... files) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(MONITORING.resolve("check/run").toString()));
        Stream.of(files).map(Path::toString).forEach(command::add);
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Checked(process.waitFor(), said.lines().toList(), Files.readString(errors));
    }

    @Test
    void rulesAndDashboardParseAndNameOnlyMetricsThatThereAre() throws Exception {
        Checked checked = check(MONITORING.resolve("rules.yaml"), MONITORING.resolve("dashboard.json"));

        assertThat(checked.code()).as(checked.errors()).isZero();
        assertThat(checked.metrics())
                .contains("kamaji_provider_leader", "kamaji_provider_time_to_ready_seconds_bucket");
        assertThat(known()).containsAll(checked.metrics());
    }

    @Test
    void everyMetricIsOnTheDashboardOrInAnAlertAndEveryAlertOnItsPage() throws IOException {
        String used = Files.readString(MONITORING.resolve("dashboard.json"))
                + Files.readString(MONITORING.resolve("rules.yaml"));
        String page = Files.readString(CHECKOUT.resolve("docs/monitoring.md"));
        List<String> alerts = new ArrayList<>();
        yaml(MONITORING.resolve("rules.yaml"))
                .at("/groups/0/rules")
                .forEach(rule -> alerts.add(rule.at("/alert").asText()));

        assertThat(Metric.values())
                .allSatisfy(metric -> assertThat(used).as(metric.text()).contains(metric.text()));
        assertThat(alerts)
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(page).as(alert).contains("`" + alert + "`"));
    }

    @Test
    void anExpressionThatDoesNotParseIsFound() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                groups:
                - name: wrong
                  rules:
                  - alert: Wrong
                    expr: sum(kamaji_provider_leader
                """);

        Checked checked = check(rules);

        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.errors()).contains("rules.yaml", "unclosed left parenthesis");
    }

    private static Set<String> known() throws IllegalAccessException, ClassNotFoundException {
        Set<String> known = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            known.add(metric.text());
            if (metric.type().equals("histogram")) {
                Stream.of("_bucket", "_sum", "_count", "_max").forEach(end -> known.add(metric.text() + end));
            }
        }
        for (String type : List.of("io.temporal.worker.MetricsType", "io.temporal.serviceclient.MetricsType")) {
            for (Field field : Class.forName(type).getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof String name) {
                    known.add(name);
                    known.add(name + "_total");
                }
            }
        }
        PrometheusMeterRegistry process = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(process);
        process.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .forEach(line -> known.add(line.split(" ", -1)[2]));
        return known;
    }

    @Test
    void theServiceMonitorSelectsTheServiceAndTheServiceThePortOfThePods() throws IOException {
        JsonNode monitor = yaml(MONITORING.resolve("service-monitor.yaml"));
        JsonNode service = yaml(MONITORING.resolve("service.yaml"));

        assertThat(map(service.at("/metadata/labels")))
                .containsAllEntriesOf(map(monitor.at("/spec/selector/matchLabels")));
        assertThat(service.at("/metadata/namespace")).isEqualTo(monitor.at("/metadata/namespace"));
        assertThat(monitor.at("/spec/endpoints/0/port").asText())
                .isEqualTo(service.at("/spec/ports/0/name").asText());
        Path deployment = CHECKOUT.resolve("deploy/manager/deployment.yaml");
        JsonNode pods = yaml(deployment).at("/spec/template");
        assertThat(map(pods.at("/metadata/labels"))).containsAllEntriesOf(map(service.at("/spec/selector")));
        assertThat(pods.at("/spec/containers/0/ports"))
                .anySatisfy(port -> assertThat(port.at("/name")).isEqualTo(service.at("/spec/ports/0/targetPort")));
    }

    /** A path that is mistyped would only give no series. */
    @Test
    void kubeStateMetricsReadsFieldsThatThereAre() throws IOException {
        JsonNode resource = yaml(MONITORING.resolve("kube-state-metrics.yaml")).at("/spec/resources/0");
        JsonNode schema = schema(resource.at("/groupVersionKind/version").asText());
        List<JsonNode> paths = new ArrayList<>();
        resource.at("/labelsFromPath").forEach(paths::add);
        resource.at("/metrics")
                .forEach(metric -> metric.at("/each").forEach(each -> {
                    if (each.has("path")) {
                        paths.add(each.get("path"));
                        each.path("labelsFromPath").forEach(inner -> paths.add(joined(each.get("path"), inner)));
                        if (each.has("valueFrom")) {
                            paths.add(joined(each.get("path"), each.get("valueFrom")));
                        }
                    } else {
                        each.path("labelsFromPath").forEach(paths::add);
                    }
                }));

        assertThat(paths)
                .hasSizeGreaterThan(10)
                .allSatisfy(path ->
                        assertThat(exists(schema, path)).as(path.toString()).isTrue());
    }

    private static JsonNode joined(JsonNode list, JsonNode inner) {
        var all = YAML.createArrayNode();
        list.forEach(all::add);
        inner.forEach(all::add);
        return all;
    }

    private static boolean exists(JsonNode schema, JsonNode path) {
        if (path.get(0).asText().equals("metadata")) {
            return Set.of("namespace", "name", "creationTimestamp")
                    .contains(path.get(1).asText());
        }
        JsonNode at = schema;
        for (JsonNode part : path) {
            JsonNode inside = at.has("items") ? at.get("items") : at;
            at = inside.at("/properties/" + part.asText());
        }
        return !at.isMissingNode();
    }

    private static JsonNode schema(String version) throws IOException {
        try (Stream<Path> files = Files.list(CHECKOUT.resolve("deploy/crds"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode kind = yaml(file);
                if (kind.at("/spec/names/kind").asText().equals("KamajiControlPlane")) {
                    for (JsonNode each : kind.at("/spec/versions")) {
                        if (each.at("/name").asText().equals(version)) {
                            return each.at("/schema/openAPIV3Schema");
                        }
                    }
                }
            }
        }
        throw new IllegalStateException("no schema of " + version);
    }

    private static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    private static Map<String, String> map(JsonNode node) {
        Map<String, String> result = new java.util.TreeMap<>();
        node.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return result;
    }
}
