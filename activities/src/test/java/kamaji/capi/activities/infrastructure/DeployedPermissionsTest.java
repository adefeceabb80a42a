// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The roles of {@code deploy/rbac} against the table: a file for each kind, with the verbs that its behaviour needs. */
class DeployedPermissionsTest {
    private static final Path FOLDER =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy/rbac");

    static List<InfrastructureKind> rows() {
        return InfrastructureKinds.builtIn().rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKindHasExactlyThePermissionsThatItsBehaviourNeeds(InfrastructureKind row) throws IOException {
        String name = "kamaji-system-infrastructure-" + shortName(row);
        String[] documents = Files.readString(FOLDER.resolve(fileName(row))).split("\n---\n", -1);
        ClusterRole role = Serialization.unmarshal(documents[0], ClusterRole.class);
        ClusterRoleBinding binding = Serialization.unmarshal(documents[1], ClusterRoleBinding.class);

        assertThat(role.getMetadata().getName()).isEqualTo(name);
        assertThat(role.getMetadata().getLabels()).containsEntry("cluster.x-k8s.io/provider", "control-plane-kamaji");
        assertThat(role.getRules()).isEqualTo(rules(row));
        assertThat(binding.getRoleRef().getName()).isEqualTo(name);
        assertThat(binding.getSubjects())
                .singleElement()
                .satisfies(subject -> assertThat(subject.getNamespace() + "/" + subject.getName())
                        .isEqualTo("kamaji-system/kamaji-provider"));
    }

    @Test
    void noFileIsLeftOfAKindThatIsNotInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("infra")))
                    .containsExactlyInAnyOrderElementsOf(rows().stream()
                            .map(DeployedPermissionsTest::fileName)
                            .distinct()
                            .toList());
        }
    }

    private static List<PolicyRule> rules(InfrastructureKind row) {
        String resource = row.kind().toLowerCase(Locale.ROOT) + "s";
        List<String> verbs = new ArrayList<>(List.of("get", "list", "watch"));
        if (row.behaviour() != Behaviour.CHECK) {
            verbs.add("patch");
        }
        List<PolicyRule> rules = new ArrayList<>(List.of(rule(row, resource, verbs)));
        if (row.behaviour() == Behaviour.PATCH_AND_MARK_PROVISIONED) {
            rules.add(rule(row, resource + "/status", List.of("patch")));
        }
        return rules;
    }

    private static PolicyRule rule(InfrastructureKind row, String resource, List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(row.group())
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    private static String fileName(InfrastructureKind row) {
        return "infrastructure-" + shortName(row) + ".yaml";
    }

    private static String shortName(InfrastructureKind row) {
        return row.kind().replaceFirst("Cluster$", "").toLowerCase(Locale.ROOT);
    }
}
