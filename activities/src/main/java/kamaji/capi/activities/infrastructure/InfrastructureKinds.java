// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.InfrastructureRef;

/**
 * The infrastructure kinds that the provider knows, by what is done with them. The table itself is the resource
 * {@code kinds.csv}; a user's file has the same columns.
 */
public final class InfrastructureKinds {
    /** The group of all built-in kinds. */
    public static final String GROUP = "infrastructure.cluster.x-k8s.io";

    private static final InfrastructureKinds BUILT_IN = new InfrastructureKinds(resource(), true);

    private final List<InfrastructureKind> rows;
    private final boolean inUse;

    private InfrastructureKinds(List<InfrastructureKind> rows, boolean inUse) {
        this.rows = List.copyOf(rows);
        this.inUse = inUse;
    }

    /** The kinds that come with the provider. */
    public static InfrastructureKinds builtIn() {
        return BUILT_IN;
    }

    private static List<InfrastructureKind> resource() {
        try (InputStream table =
                Objects.requireNonNull(InfrastructureKinds.class.getResourceAsStream("kinds.csv"), "kinds.csv")) {
            return KindsTable.parse("kinds.csv", new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with the kinds of a file, whose rows take the place of all rows that there are for their kinds.
     *
     * @throws MalformedTableException naming row and column
     * @throws IOException when the file cannot be read
     */
    public InfrastructureKinds with(Path file) throws IOException {
        return with(KindsTable.parse(file.toString(), Files.readString(file)));
    }

    InfrastructureKinds with(List<InfrastructureKind> theirs) {
        Stream<InfrastructureKind> kept = rows.stream()
                .filter(row -> theirs.stream()
                        .noneMatch(other ->
                                other.kind().equals(row.kind()) && other.group().equals(row.group())));
        return new InfrastructureKinds(Stream.concat(kept, theirs.stream()).toList(), inUse);
    }

    /** The same with kinds whose {@code spec.controlPlaneEndpoint} is patched; those that have a row keep it. */
    public InfrastructureKinds patching(List<String> kinds) {
        List<InfrastructureKind> all = new ArrayList<>(rows);
        KindsTable.patched(GROUP, kinds).stream()
                .filter(added -> rows(added.group(), added.kind()).isEmpty())
                .forEach(all::add);
        return new InfrastructureKinds(all, inUse);
    }

    /** The same, but no infrastructure cluster is looked at, written to or waited for. */
    public InfrastructureKinds leftAlone() {
        return new InfrastructureKinds(rows, false);
    }

    /** Whether infrastructure clusters are looked at at all. */
    public boolean inUse() {
        return inUse;
    }

    public List<InfrastructureKind> rows() {
        return rows;
    }

    /** Whether something is done with the kind of a reference. */
    public boolean knows(InfrastructureRef ref) {
        return !rows(ref.apiGroup(), ref.kind()).isEmpty();
    }

    /** The row for a kind at a version: its own, or the one for every version. */
    Optional<InfrastructureKind> at(String group, String kind, String version) {
        List<InfrastructureKind> all = rows(group, kind);
        return all.stream()
                .filter(row -> version.equals(row.version()))
                .findFirst()
                .or(() -> all.stream().filter(row -> row.version() == null).findFirst());
    }

    /** The kind of a reference for people, with the versions at which it may be read where not all will do. */
    public String name(InfrastructureRef ref) {
        List<InfrastructureKind> all = rows(ref.apiGroup(), ref.kind());
        if (all.stream().anyMatch(row -> row.version() == null)) {
            return ref.kind();
        }
        return ref.kind()
                + all.stream().map(row -> String.valueOf(row.version())).collect(Collectors.joining(" or ", " (", ")"));
    }

    List<InfrastructureKind> rows(String group, String kind) {
        return rows.stream()
                .filter(row -> row.group().equals(group) && row.kind().equals(kind))
                .toList();
    }

    String names() {
        return rows.stream().map(InfrastructureKind::kind).distinct().collect(Collectors.joining(", "));
    }
}
