// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    private static final Endpoint OFFERED = new Endpoint("127.0.0.1", 40443);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, LoadBalancer, false, 192.0.2.7:6443",
        "192.0.2.7, NodePort,     true,  192.0.2.7:6443",
        "2001:db8::1, ClusterIP,  true,  [2001:db8::1]:6443",
        "'',        ClusterIP,    true,  127.0.0.1:40443",
        "'',        LoadBalancer, true,  127.0.0.1:40443",
        "'',        LoadBalancer, false, none",
        "'',        NodePort,     true,  none",
    })
    void ownAddressWinsOverTheService(String address, String type, boolean ready, String expected) {
        Optional<String> found =
                Endpoint.of(address, 6443, type, OFFERED, ready).map(Endpoint::text);
        assertThat(found.orElse("none")).isEqualTo(expected);
    }

    @Test
    void textIsReadBack() {
        assertThat(Endpoint.parse("[2001:db8::1]:6443")).isEqualTo(new Endpoint("2001:db8::1", 6443));
        assertThatThrownBy(() -> Endpoint.parse("host")).hasMessageContaining("host:port");
    }
}
