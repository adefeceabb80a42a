// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of its own with a P-256 key, which takes about a millisecond to make. */
public final class CertificateAuthority {
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final Duration CLIENT_LIFETIME = Duration.ofDays(365);

    private final KeyPair keys = newKeys();
    private final X500Name name;
    private final X509Certificate certificate;

    /** A certificate with its private key. */
    record Issued(X509Certificate certificate, KeyPair keys) {
        String certificatePem() {
            return pem("CERTIFICATE", encoded(certificate));
        }

        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        String publicKeyPem() {
            return pem("PUBLIC KEY", keys.getPublic().getEncoded());
        }
    }

    /** A new one. */
    public CertificateAuthority(String commonName) {
        this.name = new X500Name("CN=" + commonName);
        this.certificate = certificate(name, keys.getPublic(), LIFETIME, true, "");
    }

    /** Its own certificate, for clients to trust. */
    public String trust() {
        return itself().certificatePem();
    }

    /** Serves TLS with a certificate for an IP address. */
    public SSLContext server(String commonName, String address) {
        Issued issued = issue(commonName, address);
        char[] password = "loopback".toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", issued.keys().getPrivate(), password, new Certificate[] {issued.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot serve TLS with a certificate that was just made", e);
        }
    }

    Issued itself() {
        return new Issued(certificate, keys);
    }

    /** A certificate for a server or client; the address is an IP for the subject's alternative names, or empty. */
    Issued issue(String commonName, String address) {
        KeyPair leaf = newKeys();
        return new Issued(
                certificate(new X500Name("CN=" + commonName), leaf.getPublic(), LIFETIME, false, address), leaf);
    }

    /** PEM of a certificate for a client that has these keys, which lasts a year. */
    String client(String commonName, KeyPair clientKeys) {
        return pem(
                "CERTIFICATE",
                encoded(certificate(
                        new X500Name("CN=" + commonName), clientKeys.getPublic(), CLIENT_LIFETIME, false, "")));
    }

    private X509Certificate certificate(
            X500Name subject, PublicKey subjectKey, Duration lifetime, boolean authority, String address) {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plus(lifetime)),
                subject,
                subjectKey);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            }
            if (!address.isEmpty()) {
                GeneralName alternative = new GeneralName(GeneralName.iPAddress, address);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no P-256 keys", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made cannot be encoded", e);
        }
    }

    static String pem(String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
