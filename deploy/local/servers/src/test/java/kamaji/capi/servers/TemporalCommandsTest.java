// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemporalCommandsTest {

    @Test
    void plainServerIsHeadlessInMemoryAndOnLoopback() {
        assertThat(server(TemporalServerOptions.plain()))
                .contains("--ip=127.0.0.1", "--port=7233", "--headless", "--namespace=default", "--log-level=error")
                .noneMatch(flag -> flag.startsWith("--db") || flag.startsWith("--ui") || flag.startsWith("--sqlite"));
    }

    @Test
    void everyOptionBecomesAFlag() {
        TemporalServerOptions options = TemporalServerOptions.plain()
                .withUi(0)
                .withDbFile(Path.of("/data/temporal.db"))
                .withNamespace("clusters")
                .withSearchAttribute("B", "Keyword")
                .withSearchAttribute("A", "Int")
                .withDynamicConfig("limit", "60")
                .withLogLevel("warn");
        assertThat(server(options))
                .doesNotContain("--headless")
                .contains("--ui-port=8233", "--namespace=clusters", "--log-level=warn")
                .contains("--db-filename=/data/temporal.db", "--sqlite-pragma=journal_mode=WAL")
                .containsSubsequence("--search-attribute=A=Int", "--search-attribute=B=Keyword")
                .contains("--dynamic-config-value=limit=60");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> TemporalServerOptions.plain().withPort(70_000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> TemporalServerOptions.plain().withNamespace(" "))
                .hasMessageContaining("namespace is blank");
        assertThatThrownBy(() -> KubernetesServerOptions.plain().withPort(-1)).hasMessageContaining("-1");
    }

    private static List<String> server(TemporalServerOptions options) {
        return new TemporalCommands(Path.of("/tools/temporal"), options, 7233, 8233).server();
    }
}
