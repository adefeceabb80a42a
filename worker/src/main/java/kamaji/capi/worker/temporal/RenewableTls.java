// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.grpc.util.CertificateUtils;
import io.temporal.envconfig.ClientConfigTLS;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context whose certificates and key can be exchanged while it is in use. The channel reconnects every minute
 * and takes up the new ones then.
 */
final class RenewableTls {
    private static final Logger LOG = LoggerFactory.getLogger(RenewableTls.class);

    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final SslContext context;
    private TlsCredentials current;

    /** @throws kamaji.capi.worker.exit.StartFailure when a certificate or the key cannot be used */
    RenewableTls(ClientConfigTLS tls) {
        try {
            boolean anyHost = Boolean.TRUE.equals(tls.isDisableHostVerification());
            current = TlsCredentials.read(tls);
            refuseHalfAnIdentity(current);
            trust = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(verification(anyHost, current.authorities() == null))
                    .build();
            if (current.authorities() == null) {
                trust.useSystemDefaultTrustCerts();
            }
            SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(trust);
            if (current.certificate() != null) {
                builder.keyManager(identity);
            }
            apply(current);
            context = builder.build();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            throw TemporalProfile.unusable("the TLS settings for Temporal cannot be used (" + reason(unusable)
                    + "); check the files or data in TEMPORAL_TLS_CLIENT_CERT_*, TEMPORAL_TLS_CLIENT_KEY_*"
                    + " (PKCS 8) and TEMPORAL_TLS_SERVER_CA_CERT_*, or [profile.NAME.tls] of Temporal's"
                    + " configuration file");
        }
    }

    private static void refuseHalfAnIdentity(TlsCredentials credentials) throws GeneralSecurityException {
        if ((credentials.certificate() == null) != (credentials.key() == null)) {
            throw new GeneralSecurityException("a client certificate needs its key, and the key its certificate");
        }
    }

    /** As Temporal's own loader does: without an authority of its own, an unverified host is not verified at all. */
    private static Verification verification(boolean anyHost, boolean noAuthority) {
        if (!anyHost) {
            return Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION;
        }
        return noAuthority ? Verification.INSECURELY_SKIP_ALL_VERIFICATION : Verification.CERTIFICATE_ONLY_VERIFICATION;
    }

    SslContext context() {
        return context;
    }

    /** Takes up what was renewed. What cannot be used leaves the old in place and is tried again next time. */
    synchronized void renew(ClientConfigTLS tls) {
        try {
            TlsCredentials next = TlsCredentials.read(tls);
            if (next.sameAs(current)) {
                return;
            }
            refuseHalfAnIdentity(next);
            apply(next);
            current = next;
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            LOG.warn("temporal credentials could not be renewed, the old ones stay reason={}", reason(unusable));
        }
    }

    private void apply(TlsCredentials credentials) throws IOException, GeneralSecurityException {
        byte[] certificate = credentials.certificate();
        byte[] key = credentials.key();
        if (certificate != null && key != null) {
            X509Certificate[] chain = CertificateUtils.getX509Certificates(new ByteArrayInputStream(certificate));
            PrivateKey secret = CertificateUtils.getPrivateKey(new ByteArrayInputStream(key));
            identity.updateIdentityCredentials(chain, secret);
            LOG.info(
                    "temporal client certificate taken up subject=\"{}\" notAfter={}",
                    chain[0].getSubjectX500Principal(),
                    chain[0].getNotAfter().toInstant());
        }
        byte[] authorities = credentials.authorities();
        if (authorities != null) {
            trust.updateTrustCredentials(CertificateUtils.getX509Certificates(new ByteArrayInputStream(authorities)));
        }
    }

    /** The kind only, apart from our own words: a message of a parser may quote what it could not read. */
    private static String reason(Exception unusable) {
        if (unusable instanceof java.nio.file.FileSystemException file) {
            return "cannot read " + file.getFile();
        }
        boolean ours = unusable.getClass() == GeneralSecurityException.class;
        return ours
                ? String.valueOf(unusable.getMessage())
                : unusable.getClass().getSimpleName();
    }
}
