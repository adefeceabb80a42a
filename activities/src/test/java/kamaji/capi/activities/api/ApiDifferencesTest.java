// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.DifferencesPage.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our CRDs beside {@link ExistingProviderCrds}; without those only the page itself is checked. */
class ApiDifferencesTest {
    @ParameterizedTest
    @CsvSource({"control plane, v1alpha1", "control plane, v1alpha2", "template, v1alpha1", "template, v1alpha2"})
    void everyDifferenceIsOnThePageAndNothingElse(String kind, String version) {
        CrdFile crd = CrdFile.at(ExistingProviderCrds.folder(version).resolve(plural(kind) + ".yaml"));
        Map<String, Map<String, String>> theirs = SchemaPaths.of(crd, version);
        Map<String, Map<String, String>> ours = SchemaPaths.of(CrdFile.of(plural(kind)), version);
        Set<Difference> found = Difference.between(kind, version, theirs, ours);
        print(kind, version, theirs, ours, found);

        Set<Difference> listed = listed(kind, version);
        assertThat(without(found, listed))
                .as("differences that docs/api-differences.md does not list; rows for it")
                .isEmpty();
        assertThat(without(listed, found))
                .as("rows of docs/api-differences.md about a difference that is no more")
                .isEmpty();
    }

    @Test
    void everyRowHasAReasonAndAPathOfOurs() {
        for (Row row : DifferencesPage.rows()) {
            assertThat(row.why()).as(row.path()).isNotEmpty().isNotEqualTo("WHY");
            row.differences().forEach(difference -> {
                assertThat(difference.kind()).isIn(DifferencesPage.KINDS);
                assertThat(difference.version()).isIn(DifferencesPage.VERSIONS);
                if (!difference.what().equals("gone")) {
                    assertThat(ourPaths(difference)).contains(difference.path());
                }
            });
        }
        assertThat(DifferencesPage.rows()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    @Test
    void theWalkFindsWhatIsNewGoneAndChanged() {
        Map<String, Map<String, String>> theirs =
                Map.of(".", Map.of(), "a", Map.of("type", "string", "rule x", "yes"), "b", Map.of());
        Map<String, Map<String, String>> ours =
                Map.of(".", Map.of(), "a", Map.of("type", "integer"), "c", Map.of(), "c[]", Map.of());
        assertThat(Difference.between("k", "v", theirs, ours))
                .containsExactly(
                        new Difference("k", "v", "a", "gone rule x"),
                        new Difference("k", "v", "a", "type: string → integer"),
                        new Difference("k", "v", "b", "gone"),
                        new Difference("k", "v", "c", "new"));
    }

    private static Set<String> ourPaths(Difference difference) {
        Set<String> paths = SchemaPaths.of(CrdFile.of(plural(difference.kind())), difference.version())
                .keySet();
        return paths.stream()
                .map(path -> path.replaceFirst("^spec\\.template\\.spec", "spec"))
                .collect(Collectors.toSet());
    }

    private static Set<Difference> listed(String kind, String version) {
        return DifferencesPage.rows().stream()
                .flatMap(Row::differences)
                .filter(one -> one.kind().equals(kind) && one.version().equals(version))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> without(Set<Difference> all, Set<Difference> known) {
        return all.stream()
                .filter(one -> !known.contains(one))
                .map(DifferencesPage::draft)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("SystemOut") // figures for whoever reads the build's output
    private static void print(
            String kind,
            String version,
            Map<String, Map<String, String>> theirs,
            Map<String, Map<String, String>> ours,
            Set<Difference> found) {
        Set<String> paths = new TreeSet<>(theirs.keySet());
        paths.addAll(ours.keySet());
        long equal = paths.stream()
                .filter(path -> Objects.equals(theirs.get(path), ours.get(path)))
                .count();
        System.out.printf(
                "api differences: %s %s: %d paths compared, %d equal, %d not, %d differences listed%n",
                kind, version, paths.size(), equal, paths.size() - equal, found.size());
    }

    private static String plural(String kind) {
        return kind.equals("template") ? KamajiControlPlaneTemplate.PLURAL : KamajiControlPlane.PLURAL;
    }
}
