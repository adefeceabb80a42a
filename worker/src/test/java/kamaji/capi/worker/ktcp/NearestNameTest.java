// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "helo, hello",
        "hello, hello",
        "hello-wrld, hello-world",
        "prod, prod-eu-1",
        "zzz,",
    })
    void theNameThatWasMeant(String typed, @Nullable String found) {
        List<String> names = List.of("hello", "hello-world", "prod-eu-1", "q1");

        assertThat(NearestName.of(typed, names).orElse(null)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "a, a, 0", "abc, '', 3", "'', ab, 2"})
    void distanceCountsLetters(String from, String to, int distance) {
        assertThat(NearestName.distance(from, to)).isEqualTo(distance);
    }
}
