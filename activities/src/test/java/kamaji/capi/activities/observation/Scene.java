// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.observation.ClusterObjects.Source;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Facts;
import org.jspecify.annotations.Nullable;

/** The objects of one cluster as YAML, to be changed by a test before it looks at the facts. */
final class Scene {
    static final ClusterRef REF = new ClusterRef("i", "ns", "cp");

    Source source = Source.LIVE;

    @Nullable
    String controlPlane = """
            metadata:
              {name: cp, namespace: ns, uid: cp-uid, resourceVersion: "9", generation: 3, ownerReferences: [
                {apiVersion: v1, kind: Secret, name: shim, uid: s},
                {apiVersion: cluster.x-k8s.io/v1beta1, kind: Cluster, name: c, uid: c-uid}]}
            spec: {version: 1.33.1}
            """;

    @Nullable
    String cluster = """
            metadata: {name: c, namespace: ns, uid: c-uid}
            spec: {}
            """;

    @Nullable
    String tenant;

    @Nullable
    String dataStore;

    @Nullable
    ObservedInfrastructure infrastructure;

    @Nullable
    Secret kubeconfig;

    @Nullable
    Secret certificateAuthority;

    final List<UnavailableKind> unavailable = new ArrayList<>();

    static @Nullable GenericKubernetesResource object(@Nullable String yaml) {
        return yaml == null ? null : Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }

    ClusterObjects objects() {
        return ClusterObjects.of(REF, source, object(controlPlane))
                .withCluster(object(cluster))
                .withTenant(object(tenant))
                .withDataStore(object(dataStore))
                .withInfrastructure(infrastructure)
                .withSecrets(
                        kubeconfig == null ? null : PublishedSecret.of(kubeconfig),
                        certificateAuthority == null ? null : PublishedSecret.of(certificateAuthority))
                .withUnavailable(unavailable);
    }

    Facts facts() {
        return objects().facts();
    }
}
