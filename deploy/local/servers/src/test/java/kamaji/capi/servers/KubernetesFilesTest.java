// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesFilesTest {
    @TempDir
    Path folder;

    @Test
    void secretsAreForTheUserAlone() throws Exception {
        KubernetesFiles files = prepared();
        for (Path secret : new Path[] {files.tokens(), files.signingKey()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
        assertThat(files.signingKey()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(files.verifyingKey()).content().startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void keysAndTokenOfAKeptFolderStay() throws Exception {
        KubernetesFiles first = prepared();
        String token = first.adminToken();
        String key = Files.readString(first.signingKey());
        KubernetesFiles second = prepared();
        assertThat(second.adminToken()).isEqualTo(token).hasSize(32);
        assertThat(second.signingKey()).hasContent(key);
    }

    private KubernetesFiles prepared() {
        KubernetesFiles files = new KubernetesFiles(ServerFolder.of(folder));
        files.prepare();
        return files;
    }
}
