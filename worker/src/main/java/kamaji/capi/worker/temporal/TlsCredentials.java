// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import io.temporal.envconfig.ClientConfigTLS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of certificates and key as they are now, each from its file or given in place. Compared to notice a
 * renewal; never printed.
 */
final class TlsCredentials {
    private final byte @Nullable [] certificate;
    private final byte @Nullable [] key;
    private final byte @Nullable [] authorities;

    private TlsCredentials(byte @Nullable [] certificate, byte @Nullable [] key, byte @Nullable [] authorities) {
        this.certificate = certificate;
        this.key = key;
        this.authorities = authorities;
    }

    /** @throws IOException when a file cannot be read */
    static TlsCredentials read(ClientConfigTLS tls) throws IOException {
        return new TlsCredentials(
                read(tls.getClientCertPath(), tls.getClientCertData()),
                read(tls.getClientKeyPath(), tls.getClientKeyData()),
                read(tls.getServerCACertPath(), tls.getServerCACertData()));
    }

    private static byte @Nullable [] read(@Nullable String path, byte @Nullable [] data) throws IOException {
        if (path != null && !path.isEmpty()) {
            return Files.readAllBytes(Path.of(path));
        }
        return data == null || data.length == 0 ? null : data;
    }

    byte @Nullable [] certificate() {
        return certificate;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] authorities() {
        return authorities;
    }

    boolean sameAs(TlsCredentials other) {
        return Arrays.equals(certificate, other.certificate)
                && Arrays.equals(key, other.key)
                && Arrays.equals(authorities, other.authorities);
    }
}
