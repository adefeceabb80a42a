// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static GenericKubernetesResource controlPlane(String metadata, String status) {
        return Serialization.unmarshal("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: c1%s}
                status: %s
                """.formatted(metadata, status), GenericKubernetesResource.class);
    }

    @Test
    void controlPlanesAreCountedByOutcomeAndByTheirFirstCause() {
        String waits = """
                {conditions: [{type: Available, status: "False", reason: NotAvailable, message: m},
                              {type: DataStoreReady, status: "False", reason: Failed, message: m}]""";
        Population population = Population.of(List.of(
                controlPlane("", waits + "}"),
                controlPlane("", waits + ", settled: {digest: d, result: Blocked}}"),
                controlPlane("", "{settled: {digest: d, result: Converged}}"),
                controlPlane(", deletionTimestamp: \"2026-11-25T12:00:00Z\"", "{}"),
                controlPlane("", "{}")));

        assertThat(population.outcomes())
                .containsOnly(
                        org.assertj.core.api.Assertions.entry("Blocked", 1),
                        org.assertj.core.api.Assertions.entry("Converged", 1),
                        org.assertj.core.api.Assertions.entry("Deleting", 1),
                        org.assertj.core.api.Assertions.entry("InProgress", 2));
        assertThat(population.waits()).containsOnlyKeys("DataStoreReady/Failed").containsValue(2);
    }
}
