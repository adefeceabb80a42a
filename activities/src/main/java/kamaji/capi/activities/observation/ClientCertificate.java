// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the client certificate in a kubeconfig expires. Looked up in the text, since this is done for every kubeconfig that
 * is watched; Kamaji's have one user.
 */
final class ClientCertificate {
    private static final Pattern DATA = Pattern.compile("client-certificate-data\"?\\s*:\\s*\"?([A-Za-z0-9+/=]+)");

    private ClientCertificate() {}

    /** The moment as {@code 2027-01-31T10:00:00Z}; null for a kubeconfig that has no certificate, or cannot be read. */
    static @Nullable String expiry(@Nullable String kubeconfigInBase64) {
        if (kubeconfigInBase64 == null) {
            return null;
        }
        try {
            Matcher matcher = DATA.matcher(new String(decoded(kubeconfigInBase64), StandardCharsets.UTF_8));
            return matcher.find() ? notAfter(decoded(matcher.group(1))) : null;
        } catch (IllegalArgumentException | CertificateException unreadable) {
            return null;
        }
    }

    private static String notAfter(byte[] pem) throws CertificateException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        return certificate.getNotAfter().toInstant().toString();
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
