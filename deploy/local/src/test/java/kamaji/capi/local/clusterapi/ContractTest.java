// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import kamaji.capi.local.simulation.KubeObject;
import org.junit.jupiter.api.Test;

class ContractTest {
    @Test
    void newestVersionOfTheNewestContractIsTaken() {
        Contract contract = Contract.of(definition(Map.of(
                        "cluster.x-k8s.io/v1beta1", "v1alpha1",
                        "cluster.x-k8s.io/v1beta2", "v1alpha2_v1beta1_v1alpha10")))
                .orElseThrow();
        assertThat(contract.kind().version()).isEqualTo("v1beta1");
        assertThat(contract.newest()).isTrue();
    }

    @Test
    void olderContractReadsOtherFields() {
        Contract contract = Contract.of(definition(Map.of("cluster.x-k8s.io/v1beta1", "v1alpha1")))
                .orElseThrow();
        assertThat(contract.provisioned(new KubeObject(Map.of("status", Map.of("ready", true)))))
                .isTrue();
        KubeObject newer = new KubeObject(Map.of("status", Map.of("initialization", Map.of("provisioned", true))));
        assertThat(contract.provisioned(newer)).isFalse();
    }

    @Test
    void withoutLabelThereIsNoContract() {
        assertThat(Contract.of(definition(Map.of()))).isEmpty();
    }

    private static KubeObject definition(Map<String, String> labels) {
        return new KubeObject(Map.of(
                "metadata", Map.of("labels", labels),
                "spec", Map.of("group", "g", "names", Map.of("kind", "Infra", "plural", "infras"))));
    }
}
