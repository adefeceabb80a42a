// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import kamaji.capi.worker.ktcp.TreeDifference.Change;
import org.junit.jupiter.api.Test;

class TreeDifferenceTest {
    @Test
    void leavesThatCameWentAndChanged() {
        Map<String, Object> before = Map.of(
                "spec", Map.of("kubernetes", Map.of("version", "v1.33.1"), "list", List.of("a", "b"), "gone", true));
        Map<String, Object> after =
                Map.of("spec", Map.of("kubernetes", Map.of("version", "v1.34.2"), "list", List.of("a"), "fresh", 1));

        assertThat(TreeDifference.between(before, after))
                .containsExactly(
                        new Change("spec.fresh", null, "1"),
                        new Change("spec.gone", "true", null),
                        new Change("spec.kubernetes.version", "v1.33.1", "v1.34.2"),
                        new Change("spec.list[1]", "b", null));
    }

    @Test
    void whatServersWriteIsNoDifference() {
        Map<String, Object> before = Map.of("metadata", Map.of("resourceVersion", "1", "generation", 1), "status", 1);
        Map<String, Object> after = Map.of("metadata", Map.of("resourceVersion", "2", "generation", 2), "status", 2);

        assertThat(TreeDifference.between(before, after)).isEmpty();
    }

    @Test
    void valuesOfEnvironmentVariablesAreNotShown() {
        Map<String, Object> after =
                Map.of("containers", List.of(Map.of("env", List.of(Map.of("name", "KEY", "value", "s3cret")))));

        assertThat(TreeDifference.between(Map.of(), after))
                .contains(new Change("containers[0].env[0].value", null, "(hidden)"));
    }
}
