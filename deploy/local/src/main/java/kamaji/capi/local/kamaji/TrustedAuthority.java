// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The certificate authority that a client trusts, as a kubeconfig wants it. */
final class TrustedAuthority {
    private TrustedAuthority() {}

    /** Base64 of PEM; empty when the client trusts what the JDK trusts. */
    static String of(KubernetesClient client) {
        Config config = client.getConfiguration();
        String data = config.getCaCertData();
        String file = config.getCaCertFile();
        try {
            if (data == null || data.isEmpty()) {
                return file == null || file.isEmpty()
                        ? ""
                        : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificate authority " + file, e);
        }
        boolean pem = data.startsWith("-----BEGIN");
        return pem ? Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.US_ASCII)) : data;
    }
}
