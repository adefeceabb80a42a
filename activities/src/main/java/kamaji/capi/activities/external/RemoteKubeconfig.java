// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.connection.LivelyHttpClientFactory;
import kamaji.capi.activities.kubernetes.InlineKubeconfig;
import kamaji.capi.workflows.facts.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The kubeconfig of another cluster as it stands in its Secret.
 *
 * @param version tells one content from another; not the content
 * @param config what a client is made from; holds credentials, so this is never logged
 */
public record RemoteKubeconfig(String version, Config config) {
    /**
     * Reads it.
     *
     * @param secret the Secret as read, null when there is none
     * @throws RemoteUnusableException naming what to correct
     */
    public static RemoteKubeconfig in(@Nullable Secret secret, RemoteCluster cluster) throws RemoteUnusableException {
        if (secret == null) {
            throw new RemoteUnusableException(RemoteProblem.secretMissing(cluster));
        }
        String data = Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .get(cluster.key());
        if (data == null || data.isEmpty()) {
            throw new RemoteUnusableException(RemoteProblem.keyMissing(cluster));
        }
        try {
            String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
            return new RemoteKubeconfig(Digests.of(data), InlineKubeconfig.parse(text));
        } catch (InlineKubeconfig.UnusableException e) {
            throw new RemoteUnusableException(RemoteProblem.unusable(cluster, e.why()));
        }
    }

    /**
     * A client, to be closed by the caller.
     *
     * @throws RemoteUnusableException when a certificate or key cannot be read
     */
    public KubernetesClient client(RemoteCluster cluster) throws RemoteUnusableException {
        try {
            SSLUtils.sslContext(config); // reads what a client would read only at its first request
            requireCertificates(config.getCaCertData());
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientFactory(new LivelyHttpClientFactory(LivelyHttpClientFactory.LONGEST_SILENCE))
                    .build();
        } catch (IOException | GeneralSecurityException | RuntimeException e) { // its message may quote the key
            throw new RemoteUnusableException(RemoteProblem.unusable(
                    cluster, "a certificate or key in it is broken; put the whole PEM text in, as base64"));
        }
    }

    /** A client takes a text without any for no authority at all. */
    private static void requireCertificates(@Nullable String base64) throws GeneralSecurityException {
        if (base64 == null || base64.isEmpty()) {
            return;
        }
        InputStream pem = new ByteArrayInputStream(Base64.getDecoder().decode(base64));
        if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
            throw new CertificateException("no certificate");
        }
    }

    @Override
    public String toString() {
        return "RemoteKubeconfig[version=" + version + "]";
    }
}
