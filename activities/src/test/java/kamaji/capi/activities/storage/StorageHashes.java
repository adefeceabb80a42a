// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** In what version the one API server of a test stores a kind, which it tells as a hash. */
final class StorageHashes {
    private StorageHashes() {}

    static void awaitStoring(KubernetesClient client, String version) {
        for (StoredKind kind : StoredKind.values()) {
            String wanted = hash("controlplane.cluster.x-k8s.io/" + version + "/"
                    + kind.context().getKind());
            await().until(() -> hashes(client, kind).equals(List.of(wanted)));
        }
    }

    private static List<String> hashes(KubernetesClient client, StoredKind kind) {
        APIResourceList resources = Serialization.unmarshal(
                client.raw("/apis/controlplane.cluster.x-k8s.io/v1alpha2"), APIResourceList.class);
        return resources.getResources().stream()
                .filter(resource -> resource.getName().equals(kind.plural()))
                .map(APIResource::getStorageVersionHash)
                .toList();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
