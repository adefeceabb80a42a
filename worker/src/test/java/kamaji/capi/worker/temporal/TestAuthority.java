// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Self-signed certificates as PEM files, made by the keytool of the running Java. */
final class TestAuthority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    TestAuthority(Path folder) {
        this.folder = folder;
    }

    record Identity(Path certificate, Path key) {}

    /** Writes NAME.crt and NAME.key, the latter as PKCS 8. */
    Identity issue(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(folder.resolve(name + ".log")));
        }
        KeyStore entries = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            entries.load(in, PASSWORD);
        }
        Path certificate =
                pem(name + ".crt", "CERTIFICATE", entries.getCertificate(name).getEncoded());
        Path key =
                pem(name + ".key", "PRIVATE KEY", entries.getKey(name, PASSWORD).getEncoded());
        return new Identity(certificate, key);
    }

    private Path pem(String file, String what, byte[] content) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
