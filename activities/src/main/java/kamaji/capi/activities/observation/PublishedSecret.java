// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.workflows.facts.Digests;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one of the two Secrets that Cluster API reads. Never holds the content.
 *
 * @param name its name
 * @param type its type, empty when it has none
 * @param labels its labels
 * @param ownerUid UID of the KamajiControlPlane that controls it, null when none does
 * @param contentHash hash of the keys that Cluster API reads, whatever else is in it
 * @param publishedMark what the provider wrote down about the source when it published the content
 * @param expires when the client certificate in its kubeconfig expires, in UTC; null when it has none
 */
public record PublishedSecret(
        String name,
        String type,
        Map<String, String> labels,
        @Nullable String ownerUid,
        String contentHash,
        @Nullable String publishedMark,
        @Nullable String expires) {
    /** Annotation with the mark. */
    public static final String PUBLISHED = Annotations.PROVIDER_PREFIX + "published";
    /** The type that Cluster API asks for. */
    public static final String CLUSTER_API_TYPE = "cluster.x-k8s.io/secret";
    /** Key of the kubeconfig. */
    public static final String KUBECONFIG_KEY = "value";
    /** Key of the CA certificate. */
    public static final String CERTIFICATE_KEY = "tls.crt";
    /** Key of the private key of the CA. */
    public static final String PRIVATE_KEY_KEY = "tls.key";

    private static final List<String> KEYS = List.of(KUBECONFIG_KEY, CERTIFICATE_KEY, PRIVATE_KEY_KEY);

    public PublishedSecret {
        labels = Map.copyOf(labels);
    }

    /** What is kept of a Secret as the API server gave it. */
    public static PublishedSecret of(Secret secret) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        return new PublishedSecret(
                secret.getMetadata().getName(),
                Objects.requireNonNullElse(secret.getType(), ""),
                Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of()),
                References.controlPlane(secret).map(OwnerReference::getUid).orElse(null),
                contentHash(data),
                annotations.get(PUBLISHED),
                ClientCertificate.expiry(data.get(KUBECONFIG_KEY)));
    }

    /** Whether Cluster API would read it. Anything else under its name is someone else's, and left alone. */
    public boolean isForClusterApi() {
        return type.equals(CLUSTER_API_TYPE);
    }

    /** The hash of data in base64, as in {@code data} of a Secret. */
    public static String contentHash(Map<String, String> data) {
        StringBuilder content = new StringBuilder();
        KEYS.forEach(
                key -> content.append(key).append('=').append(data.get(key)).append('\n'));
        return Digests.of(content.toString());
    }
}
