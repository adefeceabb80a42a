// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.kamaji.KamajiSimulator;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;

/** A second cluster with simulated Kamaji, and a user with the roles of {@code deploy/external/rbac.yaml}. */
public final class OtherCluster implements AutoCloseable {
    private static final String USER = "kamaji-provider-external";

    private final KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain());
    private final KubernetesClient client = server.adminClient();
    private final KamajiOptions options;
    private KamajiSimulator kamaji;

    private OtherCluster(Checkout checkout, KamajiOptions options) {
        this.options = options;
        server.applyCrds(checkout.otherKinds());
        Manifests.apply(client, checkout.externalPermissions());
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-provider-external-stores")
                        .addNewSubject("", "Group", "system:serviceaccounts", null)
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
        kamaji = KamajiSimulator.start(client, options);
    }

    /** Starts it. */
    public static OtherCluster start(Checkout checkout, KamajiOptions options) {
        return new OtherCluster(checkout, options);
    }

    /** Makes a namespace for TenantControlPlanes, and the user in it. */
    public void allow(String namespace) {
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
    }

    /** The kubeconfig of the user of a namespace. */
    public String kubeconfig(String namespace) {
        return server.kubeconfigFor(token(namespace));
    }

    /** A token of the user of a namespace. */
    public String token(String namespace) {
        return server.serviceAccountToken(namespace, USER);
    }

    /** The TenantControlPlanes of a namespace. */
    public List<GenericKubernetesResource> tenants(String namespace) {
        return client.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    public KubernetesServer kubernetes() {
        return server;
    }

    /** A client of the administrator, closed with the cluster. */
    public KubernetesClient client() {
        return client;
    }

    /** Kills the API server. */
    public void die() {
        kamaji.close();
        server.kill();
    }

    /** Starts the API server again, with what it had. */
    public void comeBack() {
        server.restart();
        kamaji = KamajiSimulator.start(client, options);
    }

    @Override
    public void close() {
        kamaji.close();
        client.close();
        server.close();
    }
}
