// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kamaji.capi.activities.infrastructure.InfrastructureKind;

/**
 * CustomResourceDefinitions of infrastructure kinds: with {@code INFRASTRUCTURE_CRDS} in the environment those of the files
 * in that folder, otherwise minimal ones made from the rows of the table.
 */
final class InfrastructureCrds {
    private InfrastructureCrds() {}

    /** The definition of a kind, with the contract labels that its own packaging adds. */
    static InputStream of(List<InfrastructureKind> rows) {
        String plural = plural(rows.get(0));
        String folder = System.getenv("INFRASTRUCTURE_CRDS");
        Map<String, Object> crd =
                folder == null ? minimal(rows, "v1beta1") : read(Path.of(folder).resolve(plural + ".yaml"));
        label(crd);
        return stream(crd);
    }

    /** A minimal definition at one version, which has exactly the fields of the row. */
    static InputStream of(InfrastructureKind row) {
        return stream(minimal(List.of(row), "v1"));
    }

    static String plural(InfrastructureKind row) {
        return row.kind().toLowerCase(Locale.ROOT) + "s";
    }

    private static Map<String, Object> minimal(List<InfrastructureKind> rows, String anyVersion) {
        InfrastructureKind first = rows.get(0);
        List<Object> versions = new ArrayList<>();
        for (InfrastructureKind row : rows) {
            versions.add(Map.of(
                    "name",
                    Objects.requireNonNullElse(row.version(), anyVersion),
                    "served",
                    true,
                    "storage",
                    versions.isEmpty(),
                    "subresources",
                    Map.of("status", Map.of()),
                    "schema",
                    Map.of("openAPIV3Schema", schema(row))));
        }
        Map<String, Object> spec = Map.of(
                "group",
                first.group(),
                "scope",
                "Namespaced",
                "names",
                Map.of(
                        "kind",
                        first.kind(),
                        "listKind",
                        first.kind() + "List",
                        "plural",
                        plural(first),
                        "singular",
                        first.kind().toLowerCase(Locale.ROOT)),
                "versions",
                versions);
        return new LinkedHashMap<>(Map.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                new HashMap<>(Map.of("name", plural(first) + "." + first.group())),
                "spec",
                spec));
    }

    private static Map<String, Object> schema(InfrastructureKind row) {
        Map<String, Object> root = object();
        declare(root, List.of("spec"), object());
        declare(root, List.of("status"), object());
        declare(root, row.host(), Map.of("type", "string"));
        declare(root, row.port(), Map.of("type", "integer"));
        row.marks().forEach(mark -> declare(root, mark, Map.of("type", "boolean")));
        return root;
    }

    private static Map<String, Object> object() {
        return new HashMap<>(Map.of("type", "object", "properties", new HashMap<String, Object>()));
    }

    @SuppressWarnings("unchecked") // made by object()
    private static void declare(Map<String, Object> root, List<String> path, Map<String, Object> schema) {
        Map<String, Object> node = root;
        for (String field : path.subList(0, path.size() - 1)) {
            Map<String, Object> properties = (Map<String, Object>) Objects.requireNonNull(node.get("properties"));
            node = (Map<String, Object>) properties.computeIfAbsent(field, absent -> object());
        }
        ((Map<String, Object>) Objects.requireNonNull(node.get("properties")))
                .putIfAbsent(path.get(path.size() - 1), schema);
    }

    /** Each version is of the contract whose mark its status has. */
    @SuppressWarnings("unchecked") // a definition is made of maps and lists
    private static void label(Map<String, Object> crd) {
        Map<String, Object> spec = (Map<String, Object>) Objects.requireNonNull(crd.get("spec"));
        List<Map<String, Object>> versions = (List<Map<String, Object>>) Objects.requireNonNull(spec.get("versions"));
        Map<String, String> labels = new HashMap<>();
        Map.of("cluster.x-k8s.io/v1beta1", "ready", "cluster.x-k8s.io/v1beta2", "initialization")
                .forEach((label, field) -> {
                    String names = versions.stream()
                            .filter(version -> statusOf(version).containsKey(field))
                            .map(version -> String.valueOf(version.get("name")))
                            .collect(Collectors.joining("_"));
                    if (!names.isEmpty()) {
                        labels.put(label, names);
                    }
                });
        ((Map<String, Object>) Objects.requireNonNull(crd.get("metadata"))).put("labels", labels);
    }

    private static Map<?, ?> statusOf(Map<String, Object> version) {
        Object node = version;
        for (String field : List.of("schema", "openAPIV3Schema", "properties", "status", "properties")) {
            node = node instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    @SuppressWarnings("unchecked") // a file of one definition
    private static Map<String, Object> read(Path file) {
        try {
            return Serialization.unmarshal(Files.readString(file), Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(Map<String, Object> crd) {
        return new ByteArrayInputStream(Serialization.asJson(crd).getBytes(StandardCharsets.UTF_8));
    }
}
