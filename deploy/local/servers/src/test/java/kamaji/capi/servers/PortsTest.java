// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void takenPortIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort()))
                    .isInstanceOfSatisfying(
                            ServerFailedException.class,
                            problem -> assertThat(Ports.wasTaken(problem)).isTrue())
                    .hasMessageContaining(taken.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void freePortIsFreeAndAGivenOneIsKept() {
        assertThatNoException().isThrownBy(() -> Ports.requireFree(Ports.free()));
        assertThat(Ports.orFree(1234)).isEqualTo(1234);
        assertThat(Ports.orFree(0)).isPositive();
    }
}
