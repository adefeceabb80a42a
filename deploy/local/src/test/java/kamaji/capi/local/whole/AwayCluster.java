// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.kamaji.KamajiSimulator;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;

/** A second cluster with simulated Kamaji, and a user with the roles of {@code deploy/external/rbac.yaml}. */
public final class AwayCluster implements AutoCloseable {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final String USER = "kamaji-provider-external";

    private final KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
    private final KubernetesClient client = server.adminClient();
    private KamajiSimulator kamaji;

    /** With one namespace for TenantControlPlanes. */
    public AwayCluster(String namespace) {
        server.applyCrds(ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
        Manifests.apply(client, ROOT.resolve("deploy/external/rbac.yaml"));
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(USER)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-provider-external")
                        .addNewSubject("", "ServiceAccount", USER, namespace)
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-provider-external-stores")
                        .addNewSubject("", "ServiceAccount", USER, namespace)
                        .build())
                .create();
        client.resource(Serialization.unmarshal("""
                        apiVersion: kamaji.clastix.io/v1alpha1
                        kind: DataStore
                        metadata: {name: default}
                        spec:
                          driver: PostgreSQL
                          endpoints: ["127.0.0.1:5432"]
                          basicAuth: {username: {content: dQ==}, password: {content: cA==}}
                        """, GenericKubernetesResource.class))
                .create();
        kamaji = KamajiSimulator.start(client, Whole.brisk());
    }

    /** Of the user in a namespace. */
    public String kubeconfig(String namespace) {
        return server.kubeconfigFor(server.serviceAccountToken(namespace, USER));
    }

    public List<GenericKubernetesResource> tenants(String namespace) {
        return client.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    void die() {
        kamaji.close();
        server.kill();
    }

    void comeBack() {
        server.restart();
        kamaji = KamajiSimulator.start(client, Whole.brisk());
    }

    @Override
    public void close() {
        kamaji.close();
        client.close();
        server.close();
    }
}
