// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a user with a bearer token reaches the API server, as a client's configuration and as a file's text. */
record Kubeconfig(String url, String caPem, String token) {

    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withCaCertData(caData())
                .withOauthToken(token)
                .withNamespace("default")
                .build();
    }

    String yaml() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: local
                    cluster:
                      server: %s
                      certificate-authority-data: %s
                users:
                  - name: local
                    user:
                      token: %s
                contexts:
                  - name: local
                    context:
                      cluster: local
                      user: local
                      namespace: default
                current-context: local
                """.formatted(url, caData(), token);
    }

    private String caData() {
        return Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Kubeconfig[url=" + url + "]";
    }
}
