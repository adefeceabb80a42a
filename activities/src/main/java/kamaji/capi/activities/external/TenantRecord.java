// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kamaji.capi.activities.api.Annotations;
import org.jspecify.annotations.Nullable;

/**
 * Where the TenantControlPlane of a KamajiControlPlane is, written down on the KamajiControlPlane before it is made: by an
 * annotation, which a move and a backup take along.
 *
 * @param cluster the cluster
 * @param namespace of the TenantControlPlane
 * @param name of the TenantControlPlane
 * @param uid of the KamajiControlPlane that wrote it, which differs after a move or a restore
 * @param clusterUid tells the cluster from others, null where that may not be read; see {@link ClusterIdentity}
 */
public record TenantRecord(
        RemoteCluster cluster,
        String namespace,
        String name,
        String uid,
        @Nullable String clusterUid) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** The record, empty when there is none that can be read. */
    static Optional<TenantRecord> in(HasMetadata controlPlane) {
        Map<String, String> annotations = controlPlane.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(Annotations.EXTERNAL_TENANT);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return of(JSON.readValue(text, TEXTS), controlPlane.getMetadata().getNamespace());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<TenantRecord> of(Map<String, String> from, String ownNamespace) {
        TenantRecord record = new TenantRecord(
                new RemoteCluster(
                        from.getOrDefault("secretNamespace", ownNamespace),
                        from.getOrDefault("secretName", ""),
                        from.getOrDefault("secretKey", "")),
                from.getOrDefault("namespace", ""),
                from.getOrDefault("name", ""),
                from.getOrDefault("writtenBy", ""),
                from.get("clusterUid"));
        boolean complete = !record.name.isEmpty()
                && !record.namespace.isEmpty()
                && !record.cluster.secretName().isEmpty()
                && !record.cluster.key().isEmpty();
        return complete ? Optional.of(record) : Optional.empty();
    }

    /** The text of the annotation. The namespace of the Secret is left out where it is the object's own. */
    public String text(String ownNamespace) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "secretName", cluster.secretName(),
                "secretKey", cluster.key(),
                "namespace", namespace,
                "name", name,
                "writtenBy", uid));
        if (!cluster.secretNamespace().equals(ownNamespace)) {
            fields.put("secretNamespace", cluster.secretNamespace());
        }
        if (clusterUid != null) {
            fields.put("clusterUid", clusterUid);
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
