// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** The feature gates of the provider, by the names they have always had. All are off unless asked for. */
public enum FeatureGate {
    EXTERNAL_CLUSTER_REFERENCE("ExternalClusterReference"),
    EXTERNAL_CLUSTER_REFERENCE_CROSS_NAMESPACE("ExternalClusterReferenceCrossNamespace"),
    SKIP_INFRA_CLUSTER_PATCH("SkipInfraClusterPatch"),
    DYNAMIC_INFRASTRUCTURE_CLUSTER_PATCH("DynamicInfrastructureClusterPatch");

    private final String gateName;

    FeatureGate(String gateName) {
        this.gateName = gateName;
    }

    public String gateName() {
        return gateName;
    }
}
