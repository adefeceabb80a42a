// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import org.jspecify.annotations.Nullable;

/** Reads a table of infrastructure kinds: comma separated, a row of headings first, comments behind #. */
final class KindsTable {
    static final List<String> COLUMNS = List.of(
            "group", "kind", "version", "host", "port", "behaviour", "provisioned-v1beta1", "provisioned-v1beta2");

    private static final Pattern GROUP = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern VERSION = Pattern.compile("v[0-9]+((alpha|beta)[0-9]+)?");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final List<Behaviour> BEHAVIOURS = Stream.of(Behaviour.values())
            .filter(behaviour -> behaviour != Behaviour.UNSUPPORTED)
            .toList();

    private final String source;

    private KindsTable(String source) {
        this.source = source;
    }

    /**
     * The rows of a table.
     *
     * @param source where the text comes from, for messages
     * @throws MalformedTableException naming row and column
     */
    static List<InfrastructureKind> parse(String source, String text) {
        return new KindsTable(source).rows(text.lines().toList());
    }

    /** Rows for kinds of one group with the usual endpoint, which is patched. */
    static List<InfrastructureKind> patched(String group, List<String> kinds) {
        return kinds.stream()
                .map(kind -> new InfrastructureKind(
                        group,
                        kind,
                        null,
                        List.of(InfrastructureKind.SPEC, "controlPlaneEndpoint", "host"),
                        List.of(InfrastructureKind.SPEC, "controlPlaneEndpoint", "port"),
                        Behaviour.PATCH,
                        List.of()))
                .toList();
    }

    private List<InfrastructureKind> rows(List<String> lines) {
        List<InfrastructureKind> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean headed = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            Row row = new Row(
                    i + 1, Arrays.stream(line.split(",", -1)).map(String::strip).toList());
            if (!headed) {
                row.requireHeadings();
                headed = true;
                continue;
            }
            InfrastructureKind kind = row.kind();
            if (!seen.add(kind.group() + "/" + kind.kind() + "/" + kind.version())) {
                throw row.wrong("kind", "there is a row for the same kind and version above; keep one of them");
            }
            rows.add(kind);
        }
        if (!headed) {
            throw new MalformedTableException(source + " is empty: its first row has to be " + headings());
        }
        return rows;
    }

    private static String headings() {
        return String.join(",", COLUMNS);
    }

    private final class Row {
        private final int line;
        private final List<String> cells;

        Row(int line, List<String> cells) {
            this.line = line;
            this.cells = cells;
        }

        void requireHeadings() {
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (i >= cells.size() || !COLUMNS.get(i).equals(cells.get(i))) {
                    String found = i >= cells.size() ? "missing" : "'" + cells.get(i) + "'";
                    throw wrong(COLUMNS.get(i), "the heading is " + found + "; the first row has to be " + headings());
                }
            }
        }

        InfrastructureKind kind() {
            if (cells.size() != COLUMNS.size()) {
                String column = cells.size() < COLUMNS.size() ? COLUMNS.get(cells.size()) : "after the last";
                throw wrong(
                        column,
                        "there are " + cells.size() + " columns; write all " + COLUMNS.size()
                                + ", leaving empty what does not apply");
            }
            Behaviour behaviour = behaviour();
            List<List<String>> marks = Stream.of("provisioned-v1beta1", "provisioned-v1beta2")
                    .filter(column -> !cell(column).isEmpty())
                    .map(column -> path(column, InfrastructureKind.STATUS))
                    .toList();
            if (behaviour == Behaviour.PATCH_AND_MARK_PROVISIONED && marks.isEmpty()) {
                throw wrong(
                        "provisioned-v1beta2",
                        "no mark is given; write status.initialization.provisioned here, status.ready in the column"
                                + " before, or both");
            }
            List<String> host = path("host", InfrastructureKind.SPEC);
            List<String> port = path("port", InfrastructureKind.SPEC);
            if (host.equals(port)) {
                throw wrong("port", "host and port are the same field; name one field for each");
            }
            return new InfrastructureKind(
                    matching("group", GROUP, "an API group such as infrastructure.cluster.x-k8s.io"),
                    matching("kind", KIND, "a kind such as OscCluster"),
                    version(),
                    host,
                    port,
                    behaviour,
                    marks);
        }

        private @Nullable String version() {
            return cell("version").isEmpty()
                    ? null
                    : matching("version", VERSION, "an API version such as v1beta2, or nothing for all");
        }

        private Behaviour behaviour() {
            String text = cell("behaviour");
            return BEHAVIOURS.stream()
                    .filter(behaviour -> word(behaviour).equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            "behaviour",
                            "'" + text + "' is none of "
                                    + BEHAVIOURS.stream().map(KindsTable::word).collect(Collectors.joining(", "))));
        }

        private List<String> path(String column, String root) {
            List<String> path = List.of(cell(column).split("\\.", -1));
            boolean fields =
                    path.stream().allMatch(field -> FIELD.matcher(field).matches());
            if (!fields || path.size() < 2 || !path.get(0).equals(root)) {
                throw wrong(
                        column,
                        "'" + cell(column) + "' is no field of " + root + "; write a path such as "
                                + (root.equals(InfrastructureKind.SPEC)
                                        ? "spec.controlPlaneEndpoint." + column
                                        : "status.ready"));
            }
            return path;
        }

        private String matching(String column, Pattern pattern, String what) {
            if (!pattern.matcher(cell(column)).matches()) {
                throw wrong(column, "'" + cell(column) + "' is not " + what);
            }
            return cell(column);
        }

        private String cell(String column) {
            return cells.get(COLUMNS.indexOf(column));
        }

        MalformedTableException wrong(String column, String problem) {
            return new MalformedTableException(
                    source + ", row in line " + line + ", column " + column + ": " + problem);
        }
    }

    private static String word(Behaviour behaviour) {
        return behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
