// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointOwnerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kubectl         | {"f:spec": {"f:controlPlaneEndpoint": {"f:host": {}, "f:port": {}}}} | true
            kubectl         | {"f:spec": {"f:controlPlaneEndpoint": {"f:port": {}}}}               | true
            go-client       | {"f:spec": {"f:controlPlaneEndpoint": {}}}                           | false
            kubectl         | {"f:spec": {"f:version": {}}}                                        | false
            kamaji-provider | {"f:spec": {"f:controlPlaneEndpoint": {"f:host": {}, "f:port": {}}}} | false
            manager         | {"f:spec": {"f:controlPlaneEndpoint": {"f:host": {}, "f:port": {}}}} | false
            """)
    void isWhoeverWroteHostOrPort(String manager, String fields, boolean someoneElse) {
        GenericKubernetesResource controlPlane = Serialization.unmarshal(
                "metadata: {name: a, managedFields: [{manager: " + manager + ", fieldsV1: " + fields + "}]}",
                GenericKubernetesResource.class);

        assertThat(EndpointOwner.isSomeoneElse(controlPlane)).isEqualTo(someoneElse);
    }
}
