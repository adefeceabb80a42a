// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterEndpointTest {
    @ParameterizedTest
    @CsvSource({
        "user, true,  infra, true,  plane, nothing",
        "'',   true,  infra, true,  plane, infra",
        "'',   false, infra, true,  plane, plane",
        "'',   true,  '',    true,  plane, plane",
        "'',   true,  '',    false, plane, nothing",
        "'',   false, infra, false, plane, nothing",
        "'',   true,  infra, false, '',    infra",
    })
    void infrastructureComesFirstAndNothingIsOverwritten(
            String cluster, boolean provisioned, String infra, boolean initialised, String plane, String expected) {
        String copied = ClusterEndpoint.toCopy(
                        endpoint(cluster), provisioned, endpoint(infra), initialised, endpoint(plane))
                .map(ClusterEndpoint::host)
                .orElse("nothing");
        assertThat(copied).isEqualTo(expected);
    }

    @Test
    void hostAndPortAreBothNeeded() {
        assertThat(ClusterEndpoint.in(Map.of("host", "h"))).isEmpty();
        assertThat(ClusterEndpoint.in(Map.of("host", "", "port", 6443))).isEmpty();
        assertThat(ClusterEndpoint.in(Map.of("host", "h", "port", 6443))).contains(new ClusterEndpoint("h", 6443));
    }

    private static Optional<ClusterEndpoint> endpoint(String host) {
        return host.isEmpty() ? Optional.empty() : Optional.of(new ClusterEndpoint(host, 6443));
    }
}
