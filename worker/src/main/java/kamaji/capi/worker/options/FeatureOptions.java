// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.List;
import kamaji.capi.activities.external.ExternalGates;

/**
 * Features that are not on by default.
 *
 * @param dynamicInfrastructureClusters kinds of infrastructure clusters that are patched besides the built-in ones
 */
public record FeatureOptions(FeatureGates gates, List<String> dynamicInfrastructureClusters) {
    public FeatureOptions {
        dynamicInfrastructureClusters = dynamicInfrastructureClusters.stream()
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .distinct()
                .toList();
        FeatureGate needed = FeatureGate.DYNAMIC_INFRASTRUCTURE_CLUSTER_PATCH;
        Refuse.unless(
                dynamicInfrastructureClusters.isEmpty() || gates.isOn(needed),
                "--dynamic-infrastructure-clusters",
                "is " + dynamicInfrastructureClusters + " but its feature gate is off; add --feature-gates="
                        + needed.gateName() + "=true or leave the list empty");
        for (String kind : dynamicInfrastructureClusters) {
            Refuse.unless(
                    kind.matches("[A-Z][A-Za-z0-9]*"),
                    "--dynamic-infrastructure-clusters",
                    "names '" + kind + "', which is no kind; write kinds such as OscCluster, separated by commas");
        }
    }

    /** Which references to other clusters are followed. */
    public ExternalGates external() {
        return new ExternalGates(
                gates.isOn(FeatureGate.EXTERNAL_CLUSTER_REFERENCE),
                gates.isOn(FeatureGate.EXTERNAL_CLUSTER_REFERENCE_CROSS_NAMESPACE));
    }

    String describe() {
        return "feature-gates=" + gates + " dynamic-infrastructure-clusters="
                + String.join(",", dynamicInfrastructureClusters);
    }
}
