// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesCommandsTest {
    private static final Path PROGRAM = Path.of("/tools/program");
    private final KubernetesCommands commands =
            new KubernetesCommands(new KubernetesFiles(new ServerFolder(Path.of("/data"), true)), 2379, 6443);

    @Test
    void everythingListensOnLoopbackOnly() {
        assertThat(commands.etcd(PROGRAM))
                .contains("--listen-client-urls=http://127.0.0.1:2379", "--listen-peer-urls=http://127.0.0.1:0");
        assertThat(commands.apiServer(PROGRAM, false)).contains("--bind-address=127.0.0.1", "--secure-port=6443");
        assertThat(commands.controllerManager(PROGRAM)).contains("--secure-port=0");
    }

    @Test
    void auditLogIsWrittenOnlyWhenAskedFor() {
        assertThat(audit(false)).isEmpty();
        assertThat(audit(true)).contains("--audit-log-path=/data/audit.log");
    }

    private List<String> audit(boolean wanted) {
        return commands.apiServer(PROGRAM, wanted).stream()
                .filter(flag -> flag.startsWith("--audit"))
                .toList();
    }
}
