// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerIT {

    @Test
    void serverKnowsItsNamespaceSearchAttributesAndDynamicConfig() throws Exception {
        TemporalServerOptions options = TemporalServerOptions.plain()
                .withNamespace("clusters")
                .withSearchAttribute("ClusterPhase", "Keyword")
                .withDynamicConfig("limit.historyCount.suggestContinueAsNew", "60");
        try (TemporalServer server = TemporalServer.start(options)) {
            assertThat(server.namespace()).isEqualTo("clusters");
            assertThat(temporal(server, "operator", "search-attribute", "list")).contains("ClusterPhase");
            assertThatThrownBy(server::uiUrl).hasMessageContaining("withUi(0)");
        }
    }

    @Test
    void userInterfaceAnswersWhenAskedFor() {
        try (TemporalServer server =
                TemporalServer.start(TemporalServerOptions.plain().withUi(0))) {
            await().atMost(Duration.ofSeconds(10)).until(new HttpProbe(server.uiUrl())::getAsBoolean);
        }
    }

    @Test
    void killedServerIsBackWithItsWorkflowsAfterARestart(@TempDir Path folder) throws Exception {
        TemporalServerOptions options = TemporalServerOptions.plain().withDbFile(folder.resolve("temporal.db"));
        List<Long> pids = new ArrayList<>();
        try (TemporalServer server = TemporalServer.start(options)) {
            String address = server.address();
            pids.addAll(server.pids());
            temporal(server, "workflow", "start", "--workflow-id=kept", "--type=Any", "--task-queue=none");
            server.kill();
            assertThat(server.pids()).isEmpty();
            server.restart();
            assertThat(server.address()).isEqualTo(address);
            assertThat(temporal(server, "workflow", "describe", "--workflow-id=kept"))
                    .contains("WorkflowId            kept");
            pids.addAll(server.pids());
        }
        assertThat(pids)
                .hasSize(2)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }

    @Test
    void takenPortIsNamedInTheMessage() {
        try (TemporalServer first = TemporalServer.start(TemporalServerOptions.plain())) {
            int port = Integer.parseInt(first.address().substring("127.0.0.1:".length()));
            TemporalServerOptions same = TemporalServerOptions.plain().withPort(port);
            assertThatThrownBy(() -> TemporalServer.start(same).close())
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("port " + port + " of 127.0.0.1: address already in use");
        }
    }

    private static String temporal(TemporalServer server, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(server.program().toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--address", server.address(), "--namespace", server.namespace()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
