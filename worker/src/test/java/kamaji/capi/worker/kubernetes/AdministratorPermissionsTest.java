// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdministratorPermissionsTest {
    private static final Path ROLE = Path.of(System.getProperty("checkout.root"), "deploy/rbac/administration.yaml");

    @Test
    void theRoleGrantsExactlyWhatTheCommandsNeed() throws IOException {
        Set<String> needed = new TreeSet<>(describe(AdministratorPermissions.ofMigration()));
        needed.addAll(describe(AdministratorPermissions.ofRelease(null, true)));

        assertThat(new TreeSet<>(describe(granted()))).isEqualTo(needed);
    }

    @Test
    void oneNamespaceNarrowsAllButLeases() {
        assertThat(describe(AdministratorPermissions.ofRelease("a", true)))
                .filteredOn(permission -> permission.endsWith("cluster-wide"))
                .containsExactly("list leases.coordination.k8s.io cluster-wide");
    }

    private static List<Permission> granted() throws IOException {
        List<Permission> granted = new ArrayList<>();
        for (PolicyRule rule : Serialization.unmarshal(Files.readString(ROLE), ClusterRole.class)
                .getRules()) {
            List<@Nullable String> names = new ArrayList<>(rule.getResourceNames());
            if (names.isEmpty()) {
                names.add(null);
            }
            for (String resource : rule.getResources()) {
                for (String verb : rule.getVerbs()) {
                    names.forEach(name ->
                            granted.add(new Permission(rule.getApiGroups().get(0), resource, verb, null, name)));
                }
            }
        }
        return granted;
    }

    private static Set<String> describe(List<Permission> permissions) {
        return permissions.stream().map(Permission::describe).collect(Collectors.toSet());
    }
}
