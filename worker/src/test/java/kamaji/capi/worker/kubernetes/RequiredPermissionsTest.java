// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamaji.capi.worker.options.ProviderFlags;
import kamaji.capi.worker.options.ProviderOptions;
import kamaji.capi.worker.options.ValueTypes;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RequiredPermissionsTest {
    @Command
    private static final class Flags {
        @Mixin
        private final ProviderFlags flags = new ProviderFlags();
    }

    private static List<String> needed(String... arguments) {
        Flags command = new Flags();
        CommandLine line = new CommandLine(command);
        ValueTypes.register(line);
        line.parseArgs(arguments);
        ProviderOptions options = command.flags.options();
        return RequiredPermissions.of(options, "system").stream()
                .map(Permission::describe)
                .toList();
    }

    @Test
    void clusterWideByDefault() {
        assertThat(needed())
                .contains(
                        "patch kamajicontrolplanes.controlplane.cluster.x-k8s.io/status cluster-wide",
                        "create secrets cluster-wide",
                        "get namespaces named kube-system cluster-wide")
                .noneMatch(permission -> permission.contains("leases"));
    }

    @Test
    void oneNamespaceNarrowsAllButDataStores() {
        assertThat(needed("--namespace=tenants", "--instance=blue"))
                .filteredOn(permission -> permission.endsWith("cluster-wide"))
                .containsExactly(
                        "get datastores.kamaji.clastix.io cluster-wide",
                        "list datastores.kamaji.clastix.io cluster-wide",
                        "watch datastores.kamaji.clastix.io cluster-wide");
    }

    @Test
    void leaseOnlyForAnElectedWatcher() {
        String patch = "patch leases.coordination.k8s.io in namespace system";

        assertThat(needed("--leader-elect")).contains(patch);
        assertThat(needed("--leader-elect", "--roles=worker")).doesNotContain(patch);
    }

    @Test
    void subresourceIsAskedForByItself() {
        Permission status =
                new Permission("controlplane.cluster.x-k8s.io", "kamajicontrolplanes/status", "patch", "a", null);

        assertThat(status.review().getSpec().getResourceAttributes())
                .satisfies(asked -> assertThat(asked.getResource()).isEqualTo("kamajicontrolplanes"))
                .satisfies(asked -> assertThat(asked.getSubresource()).isEqualTo("status"))
                .satisfies(asked -> assertThat(asked.getNamespace()).isEqualTo("a"));
    }
}
