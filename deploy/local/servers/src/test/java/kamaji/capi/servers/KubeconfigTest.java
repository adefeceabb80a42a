// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;

class KubeconfigTest {
    private final Kubeconfig kubeconfig = new Kubeconfig("https://127.0.0.1:6443", "-----BEGIN", "s3cret");

    @Test
    void textAndConfigurationSayTheSame() {
        Config parsed = Config.fromKubeconfig(kubeconfig.yaml());
        Config direct = kubeconfig.config();
        assertThat(parsed.getMasterUrl()).startsWith("https://127.0.0.1:6443");
        assertThat(parsed.getAutoOAuthToken()).isEqualTo(direct.getOauthToken()).isEqualTo("s3cret");
        assertThat(parsed.getCaCertData()).isEqualTo(direct.getCaCertData()).isNotBlank();
        assertThat(parsed.getNamespace()).isEqualTo(direct.getNamespace());
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(kubeconfig).asString().doesNotContain("s3cret");
    }
}
