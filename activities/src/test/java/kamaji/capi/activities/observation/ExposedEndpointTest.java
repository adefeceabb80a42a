// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint that is published, also behind an Ingress or a Gateway, whose hosts Kamaji's status never tells. */
class ExposedEndpointTest {
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                | 192.0.2.1:6443  | 192.0.2.1:6443
            {}                                                                |                 |
            {}                                                                | [2001:db8::7]:6443 | [2001:db8::7]:6443
            {serviceType: ClusterIP}                                          | 10.96.0.7:6443  | 10.96.0.7:6443
            {serviceType: ClusterIP, advertiseAddress: 192.0.2.9}             | 10.96.0.7:6443  | 10.96.0.7:6443
            {serviceAddress: "2001:db8::9"}                                   | [2001:db8::9]:6443 | [2001:db8::9]:6443
            {ingress: {hostname: "2001:db8::5"}}                              | 10.96.0.1:6443  | [2001:db8::5]:443
            {ingress: {hostname: "[2001:db8::5]:8443"}}                       | 10.96.0.1:6443  | [2001:db8::5]:8443
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

    @ParameterizedTest(name = "{0}, {1}, konnectivity {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | none  | none               | apiServerPort (6443)
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | 32768 | none               | apiServerPort (32768)
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | 30443 | none               | none
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | 30443 | {}                 | spec.addons.konnectivity.server.port (8132)
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | 6443  | {server: {port: 80}} | apiServerPort (6443) and spec.addons.konnectivity.server.port (80)
            {serviceType: NodePort, serviceAddress: 192.0.2.7} | 30443 | {server: {port: 30132}} | none
            {serviceType: ClusterIP}                           | 6443  | {}                 | none
            {}                                                 | none  | {}                 | none
            """)
    void aNodePortOutOfRangeIsNamedAsTheCauseOfAMissingAddress(
            String network, @Nullable String port, @Nullable String konnectivity, @Nullable String named) {
        Scene scene = new Scene();
        String addons = konnectivity == null ? "{}" : "{konnectivity: " + konnectivity + "}";
        scene.controlPlane = Objects.requireNonNull(scene.controlPlane)
                .replace("{version: 1.33.1}", "{version: 1.33.1, network: " + network + ", addons: " + addons + "}");
        scene.cluster = port == null
                ? scene.cluster
                : Objects.requireNonNull(scene.cluster)
                        .replace("spec: {}", "spec: {clusterNetwork: {apiServerPort: " + port + "}}");

        String hint = Objects.requireNonNull(scene.facts().controlPlane()).addressHint();

        assertThat(String.valueOf(hint)).contains(named == null ? "null" : named);
    }
}
