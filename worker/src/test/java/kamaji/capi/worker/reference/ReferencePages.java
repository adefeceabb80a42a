// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kamaji.capi.activities.reporting.EventGuide;
import kamaji.capi.worker.ConfigurationPage;
import kamaji.capi.worker.metrics.Metric;
import kamaji.capi.workflows.status.ConditionGuide;
import kamaji.capi.workflows.status.ConditionType;

/** The pages as they should be, by file name. */
final class ReferencePages {
    private static final String GENERATED = "<!-- Generated from %s by docs/generate. Do not edit. -->\n";

    private ReferencePages() {}

    static Map<String, String> all() {
        return new TreeMap<>(Map.of(
                "conditions.md",
                conditions(),
                "configuration.md",
                GENERATED.formatted("the flags of the command line") + ConfigurationPage.text(),
                "events.md",
                events(),
                "metrics.md",
                metrics()));
    }

    private static String conditions() {
        StringBuilder page = new StringBuilder(GENERATED.formatted("ConditionGuide") + """
                # Conditions

                The conditions of a KamajiControlPlane. Whatever is not as it should be names its cause in the message, what to do
                about it, and the workflow to open in Temporal; `kubectl ktcp why NAME` finds the one that matters.
                """);
        for (ConditionType type : ConditionType.values()) {
            List<ConditionGuide> rows = ConditionGuide.ALL.stream()
                    .filter(row -> row.type() == type)
                    .toList();
            page.append("\n## ").append(type.text()).append("\n\n");
            page.append("| status | reason | means | what to do |\n|---|---|---|---|\n");
            for (ConditionGuide row : rows) {
                page.append(row(row.status(), code(row.reason()), row.meaning(), orDash(row.cure())));
            }
        }
        return page.toString();
    }

    private static String events() {
        String rows = EventGuide.ALL.stream()
                .map(row -> row(code(row.reason()), row.type(), row.meaning(), orDash(row.cure())))
                .collect(Collectors.joining());
        return GENERATED.formatted("EventGuide") + """
                # Events

                Events tell what changed, once, not what lasts; that is for [conditions](conditions.md). Each names the workflow in the
                annotation `controlplane.kamaji.clastix.io/workflow-id`. Kubernetes keeps events for an hour.

                | reason | type | means | what to do |
                |---|---|---|---|
                """ + rows;
    }

    private static String metrics() {
        String rows = Arrays.stream(Metric.values())
                .map(metric -> row(
                        code(metric.text()),
                        metric.type(),
                        metric.labels().stream().map(ReferencePages::code).collect(Collectors.joining(", ")),
                        metric.meaning(),
                        orDash(metric.cure())))
                .collect(Collectors.joining());
        return GENERATED.formatted("Metric") + """
                # Metrics

                Served on `--metrics-bind-address` at `/metrics`. No label holds the name of an object. A histogram has the series
                `_bucket`, `_sum`, `_count` and `_max`. Beside these there are Temporal's own (`temporal_…`: requests, task queues, slots,
                caches) and those of the JVM and the process (`jvm_…`, `process_…`, `system_…`). [Monitoring](../monitoring.md) has
                a dashboard and alerts.

                | metric | type | labels | means | when to worry |
                |---|---|---|---|---|
                """ + rows;
    }

    private static String row(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "–" : text;
    }
}
