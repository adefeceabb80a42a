// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command of the page is run by a test, as it stands or as what kubectl makes of it, or needs real infrastructure. */
class SwitchingCommandsTest {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```sh\\n(.*?)^ *```$");
    private static final String REAL = "real infrastructure";
    private static final Map<String, String> WHERE = Map.ofEntries(
            Map.entry(
                    "kubectl get clusters,kamajicontrolplanes,kamajicontrolplanetemplates,tenantcontrolplanes -A -o yaml"
                            + " > before.yaml",
                    REAL),
            Map.entry("kubectl -n kamaji-system scale deployment capi-kamaji-controller-manager --replicas=0", REAL),
            Map.entry("kubectl apply --server-side --force-conflicts -f deploy/crds", "InPlaceUpgradeIT"),
            Map.entry("kubectl apply -f deploy/rbac", "Bench"),
            Map.entry("kubectl get kamajicontrolplanes -A", REAL),
            Map.entry("kamaji-provider migrate-storage", "AdministrationIT"),
            Map.entry("kamaji-provider migrate-storage --to=v1alpha1", "AdministrationIT"),
            Map.entry("kamaji-provider release", "AdministrationIT"),
            Map.entry("kubectl replace -f OLD-CRDS", "InPlaceUpgradeIT"),
            Map.entry("kubectl get clusters,kamajicontrolplanes -A", REAL),
            Map.entry("kubectl delete -f deploy/rbac", REAL),
            Map.entry("kubectl delete -f deploy/crds", REAL),
            Map.entry("kubectl -n NAMESPACE delete kamajicontrolplane NAME --cascade=orphan", "ControlPlaneReleaseIT"));

    @Test
    void theTableHoldsExactlyTheCommandsOfThePage() throws IOException {
        List<String> commands = BLOCK.matcher(Files.readString(ROOT.resolve("docs/switching.md")))
                .results()
                .flatMap(block -> Objects.requireNonNull(block.group(1)).lines())
                .map(String::strip)
                .toList();
        assertThat(new TreeSet<>(commands)).isEqualTo(new TreeSet<>(WHERE.keySet()));
    }

    @Test
    void theTestsThatRunThemExist() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<String> classes = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.replace(".java", ""))
                    .toList();
            assertThat(classes)
                    .containsAll(WHERE.values().stream()
                            .filter(where -> !where.equals(REAL))
                            .toList());
        }
    }
}
