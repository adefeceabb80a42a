// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.facts.ClusterRef;
import org.jspecify.annotations.Nullable;

/** Makes and changes the objects of clusters in one namespace of a real API server. */
record ClusterFixture(KubernetesClient client, String namespace) {
    static final Path OUR_CRDS = Path.of(System.getProperty("checkout.root"), "deploy/crds");
    static final Path OTHER_CRDS =
            Path.of(System.getProperty("checkout.root"), "deploy/local/src/main/resources/kamaji/capi/local/crds");

    /** A Cluster and the KamajiControlPlane that it owns, without infrastructure. */
    void ownedControlPlane(String name) {
        cluster(name, "");
        controlPlane(name, "");
        own(name);
    }

    GenericKubernetesResource cluster(String name, String spec) {
        return create("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: %1$s}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: %1$s}
                %2$s""".formatted(name, spec.indent(2)));
    }

    GenericKubernetesResource controlPlane(String name, String spec) {
        return create("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: %s}
                spec:
                  version: v1.35.0
                %s""".formatted(name, spec.indent(2)));
    }

    /** As Cluster API does: a plain owner reference. */
    void own(String name) {
        String uid = get(ClusterView.CONTEXT, name).getMetadata().getUid();
        patch(References.CONTROL_PLANES, name, """
                {"metadata":{"ownerReferences":[
                  {"apiVersion":"cluster.x-k8s.io/v1beta2","kind":"Cluster","name":"%s","uid":"%s"}]}}
                """.formatted(name, uid));
    }

    /** As a run does when it ends. */
    void settle(ClusterRef ref, String result) {
        patchStatus(ref, """
                {"status":{"initialization":{"controlPlaneInitialized":true}}}""");
        GenericKubernetesResource controlPlane = get(References.CONTROL_PLANES, ref.name());
        GenericKubernetesResource cluster = find(ClusterView.CONTEXT, ref.name());
        GenericKubernetesResource dataStore = References.dataStoreName(controlPlane)
                .map(name -> client.genericKubernetesResources(DataStoreView.CONTEXT)
                        .withName(name)
                        .get())
                .orElse(null);
        String digest = ClusterObjects.of(ref, ClusterObjects.Source.LIVE, controlPlane)
                .withCluster(cluster)
                .withTenant(find(TenantControlPlaneView.CONTEXT, ref.name()))
                .withDataStore(dataStore)
                .withSecrets(
                        published(References.kubeconfigSecret(ref.name())),
                        published(References.certificateAuthoritySecret(ref.name())))
                .facts()
                .digest();
        patchStatus(ref, """
                {"status":{"settled":{"digest":"%s","result":"%s"}}}""".formatted(digest, result));
    }

    private @Nullable PublishedSecret published(String name) {
        Secret found = client.secrets().inNamespace(namespace).withName(name).get();
        return found == null ? null : PublishedSecret.of(found);
    }

    private void patchStatus(ClusterRef ref, String merge) {
        client.genericKubernetesResources(References.CONTROL_PLANES)
                .inNamespace(namespace)
                .withName(ref.name())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    void patch(ResourceDefinitionContext kind, String name, String merge) {
        client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    void delete(ResourceDefinitionContext kind, String name) {
        client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void dataStore(String name, boolean ready) {
        if (client.genericKubernetesResources(DataStoreView.CONTEXT)
                        .withName(name)
                        .get()
                == null) {
            GenericKubernetesResource store =
                    Serialization.unmarshal("""
                    apiVersion: kamaji.clastix.io/v1alpha1
                    kind: DataStore
                    metadata: {name: %s}
                    spec:
                      driver: PostgreSQL
                      endpoints: ["127.0.0.1:5432"]
                      basicAuth: {username: {content: dQ==}, password: {content: cA==}}
                    """.formatted(name), GenericKubernetesResource.class);
            client.genericKubernetesResources(DataStoreView.CONTEXT)
                    .resource(store)
                    .create();
        }
        client.genericKubernetesResources(DataStoreView.CONTEXT)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"ready\":%s}}".formatted(ready));
    }

    GenericKubernetesResource create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        return client.resource(object).inNamespace(namespace).create();
    }

    GenericKubernetesResource get(ResourceDefinitionContext kind, String name) {
        GenericKubernetesResource found = find(kind, name);
        if (found == null) {
            throw new AssertionError(kind.getKind() + " " + name + " does not exist");
        }
        return found;
    }

    @Nullable
    GenericKubernetesResource find(ResourceDefinitionContext kind, String name) {
        return client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }
}
