// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final Map<String, String> ASSETS = Manifests.assets(ReleaseFiles.sources());

    @Test
    void everySeriesOfTheExistingProviderAndTheOneOfThisVersionHaveTheirContract() {
        JsonNode metadata = Serialization.unmarshal(String.valueOf(ASSETS.get("metadata.yaml")), JsonNode.class);
        assertThat(metadata.path("kind").asText()).isEqualTo("Metadata");
        Map<String, String> contracts = new HashMap<>();
        metadata.path("releaseSeries")
                .forEach(series -> contracts.put(
                        series.path("major").asText() + "."
                                + series.path("minor").asText(),
                        series.path("contract").asText()));
        assertThat(contracts)
                .hasSize(metadata.path("releaseSeries").size())
                .containsEntry("0.1", "v1beta1")
                .containsEntry("0.19", "v1beta1")
                .containsEntry("0.20", "v1beta2")
                .containsEntry(thisSeries(), "v1beta2");
    }

    private static String thisSeries() {
        return System.getProperty("project.version", "").replaceFirst("^(\\d+\\.\\d+)\\..*", "$1");
    }

    @Test
    void whatAnInstallationNeedsLaterIsInTheReleaseToo() {
        assertThat(ASSETS.keySet())
                .contains(
                        "external-cluster-rbac.yaml",
                        "monitoring-dashboard.json",
                        "monitoring-kube-state-metrics.yaml",
                        "monitoring-rules.yaml",
                        "monitoring-service.yaml",
                        "monitoring-service-monitor.yaml");
    }

    @Test
    void templatesHaveTheNamesOfFlavors() {
        assertThat(ASSETS.keySet())
                .contains(
                        "cluster-template-aws.yaml",
                        "cluster-template-vsphere.yaml",
                        "cluster-template-vsphere-dhcp.yaml",
                        "cluster-template-vsphere-topology.yaml",
                        "clusterclass-vsphere.yaml");
    }
}
