// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint that is published, also behind an Ingress or a Gateway, whose hosts Kamaji's status never tells. */
class ExposedEndpointTest {
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                | 192.0.2.1:6443  | 192.0.2.1:6443
            {ingress: {hostname: api.example.org}}                            | 10.96.0.1:6443  | api.example.org:443
            {ingress: {hostname: "api.example.org:8443"}}                     | 10.96.0.1:6443  | api.example.org:8443
            {ingress: {hostname: "api.example.org:40000"}}                    | 10.96.0.1:6443  | api.example.org:40000
            {gateway: {name: g, namespace: n, hostname: api.example.org}}     | 10.96.0.1:443   | api.example.org:443
            {gateway: {name: g, namespace: n, hostname: "api.example.org:9"}} | 10.96.0.1:9     | api.example.org:9
            {gateway: {name: g, namespace: n, hostname: a.b, port: 8443}}     | 10.96.0.1:8443  | a.b:8443
            {ingress: {hostname: api.example.org}}                            |                 |
            {serviceType: NodePort, serviceAddress: 192.0.2.7}                | 192.0.2.7:32767 | 192.0.2.7:32767
            {serviceType: NodePort, serviceAddress: 192.0.2.7}                | 192.0.2.7:40000 | 192.0.2.7:40000
            """)
    void isWhereClientsReachTheApiServer(String network, String kamaji, String expected) {
        Scene scene = new Scene();
        scene.controlPlane = Objects.requireNonNull(scene.controlPlane)
                .replace("{version: 1.33.1}", "{version: 1.33.1, network: " + network + "}");
        scene.tenant = """
                metadata: {name: cp, namespace: ns, uid: t-uid, generation: 1}
                status: {%s}
                """.formatted(kamaji == null ? "" : "controlPlaneEndpoint: '" + kamaji + "'");

        assertThat(String.valueOf(Objects.requireNonNull(scene.facts().tenant()).endpoint()))
                .isEqualTo(String.valueOf(expected));
    }
}
