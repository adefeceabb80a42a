// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
    @Test
    void portAloneMeansEveryInterface() {
        assertThat(BindAddress.parse(":8080")).isEqualTo(new BindAddress(null, 8080));
    }

    @Test
    void hostNarrowsIt() {
        assertThat(BindAddress.parse("127.0.0.1:0")).isEqualTo(new BindAddress("127.0.0.1", 0));
        assertThat(BindAddress.parse("[::1]:8443")).isEqualTo(new BindAddress("::1", 8443));
    }

    @Test
    void zeroSwitchesOff() {
        assertThat(BindAddress.parse("0").isOff()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {":8080", "127.0.0.1:0", "[::1]:8443", "0", "localhost:1"})
    void isWrittenAsItWasRead(String text) {
        assertThat(BindAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", "localhost", ":", ":70000", ":-1", "host:port"})
    void refusesTheRestAndSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> BindAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("127.0.0.1:8080");
    }
}
