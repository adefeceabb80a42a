// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.credentials;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.observation.CredentialSource;
import kamaji.capi.activities.observation.PublishedSecret;
import org.jspecify.annotations.Nullable;

/**
 * A Secret as Cluster API reads it. Holds credentials: never logged, never part of a message.
 *
 * @param name its name
 * @param purpose value of the label that says what it holds
 * @param source where the content comes from
 * @param data the content, in base64
 */
record SecretIntent(String name, String purpose, CredentialSource source, Map<String, String> data) {

    /**
     * The Secret to apply.
     *
     * @param tenantName of the TenantControlPlane
     * @param existing the Secret as it is, so that one which was deleted meanwhile does not come back; null to make one
     */
    Secret toSecret(HasMetadata controlPlane, String clusterName, String tenantName, @Nullable Secret existing) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(controlPlane.getMetadata().getNamespace())
                .withName(name)
                .withUid(existing == null ? null : existing.getMetadata().getUid())
                .addToLabels(labels(tenantName, clusterName))
                .addToAnnotations(mark())
                .addNewOwnerReference()
                .withApiVersion(KamajiControlPlane.API_VERSION)
                .withKind(KamajiControlPlane.KIND)
                .withName(controlPlane.getMetadata().getName())
                .withUid(controlPlane.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withType(PublishedSecret.CLUSTER_API_TYPE)
                .withData(data)
                .build();
    }

    /** Whether every key stands in the Secret as intended. */
    boolean hasContentOf(Secret existing) {
        return Objects.requireNonNullElse(existing.getData(), Map.of())
                .entrySet()
                .containsAll(data.entrySet());
    }

    /** The annotation that says where the content comes from. */
    Map<String, String> mark() {
        return Map.of(PublishedSecret.PUBLISHED, source.mark(PublishedSecret.contentHash(data)));
    }

    /** Whether the Go provider has published the same: then nothing in the Secret has to be written again. */
    boolean lacksOnlyItsMark(Secret existing, HasMetadata controlPlane, String clusterName, String tenantName) {
        PublishedSecret published = PublishedSecret.of(existing);
        return hasContentOf(existing)
                && PublishedSecret.CLUSTER_API_TYPE.equals(published.type())
                && Objects.equals(controlPlane.getMetadata().getUid(), published.ownerUid())
                && published
                        .labels()
                        .entrySet()
                        .containsAll(labels(tenantName, clusterName).entrySet());
    }

    @Override
    public String toString() {
        return "Secret " + name;
    }

    private Map<String, String> labels(String tenantName, String clusterName) {
        return Map.of(
                Labels.CLUSTER_NAME, clusterName,
                Labels.COMPONENT, Labels.COMPONENT_CAPI,
                Labels.SECRET, purpose,
                Labels.CLUSTER, clusterName,
                Labels.TENANT_CONTROL_PLANE, tenantName);
    }
}
