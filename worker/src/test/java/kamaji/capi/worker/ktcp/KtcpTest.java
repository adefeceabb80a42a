// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KtcpTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "why | Missing required parameter: 'NAME'",
                "why c1 --temporal-address=nowhere | --temporal-address is 'nowhere'; write host:port",
                "why c1 -o yaml | expected one of [TABLE, JSON] (case-insensitive) but was 'yaml'",
                "wyh c1 | Unmatched arguments from index 0: 'wyh'",
                "retry c1 --nonsense | Unknown option",
                "history c1 --limit 0 | kubectl ktcp history: --limit is 0; write 1 or more",
                "export c1 --limit=-1 | kubectl ktcp export: --limit is -1; write 1 or more",
            })
    void wrongFlagsAreExplainedInTheNameOfThePlugin(String line, String text) {
        StringWriter said = new StringWriter();
        CommandLine command =
                Ktcp.commandLine(Map.of(), (failure, at, parsed) -> 1).setErr(new PrintWriter(said));

        assertThat(command.execute(line.split(" "))).isEqualTo(2);
        assertThat(said.toString()).contains("kubectl ktcp", text);
    }
}
