// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Keys, tokens and policies that the API server reads. What a kept folder already has stays valid. */
record KubernetesFiles(ServerFolder folder) {
    static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
            """;

    Path etcdData() {
        return folder.file("etcd");
    }

    Path certificates() {
        return folder.file("certificates");
    }

    /** The API server writes its self-signed chain here, so this file is also the trust anchor. */
    Path trustAnchor() {
        return certificates().resolve("apiserver.crt");
    }

    Path signingKey() {
        return folder.file("service-accounts.key");
    }

    Path verifyingKey() {
        return folder.file("service-accounts.pub");
    }

    Path tokens() {
        return folder.file("tokens.csv");
    }

    Path auditPolicy() {
        return folder.file("audit-policy.yaml");
    }

    Path auditLog() {
        return folder.file("audit.log");
    }

    Path kubeconfig() {
        return folder.file("kubeconfig");
    }

    void prepare() {
        try {
            Files.createDirectories(certificates());
            if (Files.notExists(tokens())) {
                writeKeys();
                byte[] token = new byte[16];
                new SecureRandom().nextBytes(token);
                writeSecret(tokens(), HexFormat.of().formatHex(token) + ",admin,admin,system:masters\n");
            }
            Files.writeString(auditPolicy(), AUDIT_POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder.path(), e);
        }
    }

    String adminToken() {
        String line = read(tokens());
        return line.substring(0, line.indexOf(','));
    }

    String caPem() {
        return read(trustAnchor());
    }

    void writeKubeconfig(String content) {
        try {
            writeSecret(kubeconfig(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + kubeconfig(), e);
        }
    }

    private void writeKeys() throws IOException {
        KeyPair pair = newKeys();
        writeSecret(signingKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(verifyingKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static void writeSecret(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, content);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
