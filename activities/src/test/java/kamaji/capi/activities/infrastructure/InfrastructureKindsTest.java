// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfrastructureKindsTest {
    private static final String GROUP = "infrastructure.cluster.x-k8s.io";
    private static final InfrastructureRef KUBEVIRT = new InfrastructureRef(GROUP, "KubevirtCluster", "a");

    @Test
    void aKindThatIsNotInTheTableIsLeftAloneAndTheOthersAreNamed() {
        for (InfrastructureRef unknown : new InfrastructureRef[] {
            new InfrastructureRef(GROUP, "AnyCluster", "a"), new InfrastructureRef("other.test", "KubevirtCluster", "a")
        }) {
            InfrastructureCluster facts = InfrastructureKinds.facts(unknown, null, null);

            assertThat(facts.behaviour()).isEqualTo(Behaviour.UNSUPPORTED);
            assertThat(facts.problem()).contains("not supported: use one of KubevirtCluster");
        }
    }

    @Test
    void theEndpointIsReadAsItStands() {
        InfrastructureCluster facts = InfrastructureKinds.facts(
                KUBEVIRT, object("spec: {controlPlaneEndpoint: {host: 192.0.2.1, port: 6443}}"), null);

        assertThat(facts)
                .isEqualTo(new InfrastructureCluster(
                        Behaviour.PATCH_AND_MARK_PROVISIONED, true, new Endpoint("192.0.2.1", 6443), false, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ready: true} | true
            {initialization: {provisioned: true}} | true
            {ready: false, initialization: {provisioned: false}} | false
            {ready: "true"} | false
            {} | false
            """)
    void itIsProvisionedByTheFieldOfEitherContract(String status, boolean provisioned) {
        assertThat(InfrastructureKinds.facts(KUBEVIRT, object("status: " + status), null)
                        .provisioned())
                .isEqualTo(provisioned);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {host: "", port: 0}
            {host: 192.0.2.1}
            {port: 6443}
            none
            """)
    void anEndpointOfZerosIsNone(String endpoint) {
        GenericKubernetesResource live = object("spec: {controlPlaneEndpoint: " + endpoint + "}");

        assertThat(InfrastructureKinds.facts(KUBEVIRT, live, null).endpoint()).isNull();
    }

    private static GenericKubernetesResource object(String yaml) {
        return Serialization.unmarshal("metadata: {name: a}\n" + yaml, GenericKubernetesResource.class);
    }
}
