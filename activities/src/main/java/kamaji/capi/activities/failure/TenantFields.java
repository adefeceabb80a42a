// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import java.util.List;
import java.util.Map;

/** Where the user writes what a field of a TenantControlPlane holds. */
final class TenantFields {
    private static final String CLUSTER = "Cluster spec.clusterNetwork.";
    private static final String NETWORK = "spec.network.";

    /** The first prefix that fits counts. */
    private static final List<Map.Entry<String, String>> FIELDS = List.of(
            Map.entry("spec.kubernetes.version", "spec.version"),
            Map.entry("spec.kubernetes", "spec"),
            Map.entry("spec.dataStore", "spec.dataStoreName"),
            Map.entry("spec.networkProfile.address", NETWORK + "serviceAddress"),
            Map.entry("spec.networkProfile.port", CLUSTER + "apiServerPort"),
            Map.entry("spec.networkProfile.clusterDomain", CLUSTER + "serviceDomain"),
            Map.entry("spec.networkProfile.serviceCidr", CLUSTER + "services.cidrBlocks"),
            Map.entry("spec.networkProfile.serviceCidrs", CLUSTER + "services.cidrBlocks"),
            Map.entry("spec.networkProfile.podCidr", CLUSTER + "pods.cidrBlocks"),
            Map.entry("spec.networkProfile.podCidrs", CLUSTER + "pods.cidrBlocks"),
            Map.entry("spec.networkProfile.loadBalancerClass", NETWORK + "loadBalancerConfig.loadBalancerClass"),
            Map.entry(
                    "spec.networkProfile.loadBalancerSourceRanges",
                    NETWORK + "loadBalancerConfig.loadBalancerSourceRanges"),
            Map.entry("spec.networkProfile", "spec.network"),
            Map.entry("spec.controlPlane.service.additionalPorts", NETWORK + "additionalServicePorts"),
            Map.entry("spec.controlPlane.service.additionalMetadata.labels", NETWORK + "serviceLabels"),
            Map.entry("spec.controlPlane.service.additionalMetadata.annotations", NETWORK + "serviceAnnotations"),
            Map.entry("spec.controlPlane.service", "spec.network"),
            Map.entry("spec.controlPlane.ingress", NETWORK + "ingress"),
            Map.entry("spec.controlPlane.gateway", NETWORK + "gateway"),
            Map.entry("spec.controlPlane.deployment.replicas", "spec.replicas"),
            Map.entry("spec.controlPlane.deployment.registrySettings.registry", "spec.registry"),
            Map.entry("spec.controlPlane.deployment", "spec.deployment"));

    private TenantFields() {}

    /** The field of the KamajiControlPlane, or of the Cluster where that is said; the path itself where both agree. */
    static String written(String path) {
        for (Map.Entry<String, String> field : FIELDS) {
            if (path.equals(field.getKey())
                    || path.startsWith(field.getKey() + ".")
                    || path.startsWith(field.getKey() + "[")) {
                return field.getValue() + path.substring(field.getKey().length());
            }
        }
        return path;
    }
}
