// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantApiTest {
    private static final String GARBAGE =
            Base64.getEncoder().encodeToString("very-secret".getBytes(StandardCharsets.UTF_8));

    /** Nobody would be reached at these addresses either, but that must not be what decides. */
    @ParameterizedTest
    @ValueSource(strings = {"certificate", "plain", "address"})
    void aKubeconfigThatCannotBeUsedIsNoUnreachableServer(String broken) {
        ConfigBuilder config = new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1");
        switch (broken) {
            case "certificate" -> config.withClientCertData(GARBAGE).withClientKeyData(GARBAGE);
            case "plain" -> config.withMasterUrl("http://127.0.0.1:1");
            default -> config.withMasterUrl("https://not a name/");
        }

        TenantApi.Answer answer = TenantApi.ask(config.build());

        assertThat(answer.kind()).isEqualTo(TenantApi.Answer.Kind.REFUSED);
        assertThat(answer.message()).contains("kubeconfig is of no use").doesNotContain("very-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\": {\"allowed\": true}} | ALLOWED",
                "{\"status\": {\"allowed\": false}} | REFUSED",
                "{} | REFUSED",
                "'' | REFUSED",
                "<html>welcome</html> | REFUSED",
            })
    void onlyAYesIsAYes(String body, TenantApi.Answer.Kind kind) {
        assertThat(TenantApi.review(body.getBytes(StandardCharsets.UTF_8)).kind())
                .isEqualTo(kind);
    }
}
