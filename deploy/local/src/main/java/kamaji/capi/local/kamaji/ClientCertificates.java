// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Client certificates for kubeconfigs, with Kamaji's lifetime of a year. The stack's API server does not trust their
 * authority: the token beside them lets a user in. RSA keys, as Kamaji makes, take long, so that all have the same.
 */
final class ClientCertificates {
    private static final int BITS = 2048;

    private final CertificateAuthority authority = new CertificateAuthority("kubernetes-clients");
    private final KeyPair keys = newKeys();

    /** The fields of a kubeconfig's user that hold a new certificate and its key, indented by so many spaces. */
    String fields(String commonName, int indent) {
        String certificate = authority.client(commonName, keys);
        return ("client-certificate-data: " + base64(certificate) + "\nclient-key-data: " + base64(key()))
                .indent(indent)
                .stripTrailing();
    }

    private String key() {
        try {
            byte[] traditional = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            return CertificateAuthority.pem("RSA PRIVATE KEY", traditional);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no RSA keys", e);
        }
    }
}
