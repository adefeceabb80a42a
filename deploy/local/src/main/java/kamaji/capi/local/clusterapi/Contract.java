// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;

/**
 * The version of a kind that Cluster API talks to, and where it finds things in it.
 *
 * @param newest whether that is the v1beta2 contract, else v1beta1
 */
record Contract(Kind kind, boolean newest) {
    /** The name that the definition of a kind must have. */
    static String definition(String group, String kind) {
        return plural(kind) + "." + group;
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    /** Reads the contract labels of a definition; empty when it has none. */
    static Optional<Contract> of(KubeObject definition) {
        return version(definition, "v1beta2")
                .map(version -> new Contract(kind(definition, version), true))
                .or(() ->
                        version(definition, "v1beta1").map(version -> new Contract(kind(definition, version), false)));
    }

    private static Optional<String> version(KubeObject definition, String contract) {
        return Stream.of(definition
                        .text("metadata", "labels", "cluster.x-k8s.io/" + contract)
                        .split("_", -1))
                .filter(version -> !version.isEmpty())
                .max(Contract::compareVersions);
    }

    /** Stable versions are newer than betas, those newer than alphas; then numbers decide. */
    static int compareVersions(String one, String other) {
        int byStability = Integer.compare(stability(one), stability(other));
        return byStability != 0 ? byStability : Long.compare(numbers(one), numbers(other));
    }

    private static int stability(String version) {
        if (version.contains("alpha")) {
            return 0;
        }
        return version.contains("beta") ? 1 : 2;
    }

    private static long numbers(String version) {
        String[] numbers = version.replaceAll("[^0-9]+", " ").trim().split(" ", -1);
        long major = Long.parseLong(numbers[0]);
        return major * 1000 + (numbers.length > 1 ? Long.parseLong(numbers[1]) : 0);
    }

    private static Kind kind(KubeObject definition, String version) {
        return new Kind(
                definition.text("spec", "group"),
                version,
                definition.text("spec", "names", "kind"),
                definition.text("spec", "names", "plural"),
                true);
    }

    boolean provisioned(KubeObject infrastructure) {
        return newest
                ? infrastructure.flag("status", "initialization", "provisioned")
                : infrastructure.flag("status", "ready");
    }

    boolean initialised(KubeObject controlPlane) {
        return newest
                ? controlPlane.flag("status", "initialization", "controlPlaneInitialized")
                : controlPlane.flag("status", "initialized");
    }
}
