// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * A second real API server for TenantControlPlanes, with Kamaji's kinds and a user that has the roles of
 * {@code deploy/external/rbac.yaml}. Tests keep out of each other's way by namespaces.
 */
final class AwayCluster implements AutoCloseable {
    private static final String ACCOUNT = "kamaji-provider-external";
    private static final String USER = "system:serviceaccount:kamaji-system:" + ACCOUNT;
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));

    /** Kamaji's kinds. */
    static final Path KINDS = ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds");

    final KubernetesServer server =
            KubernetesServer.start(KubernetesServerOptions.plain().withAuditLog());
    final KubernetesClient admin = server.adminClient();

    AwayCluster() {
        server.applyCrds(KINDS);
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kamaji-system")
                        .endMetadata()
                        .build())
                .serverSideApply();
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("kamaji-system")
                        .withName(ACCOUNT)
                        .endMetadata()
                        .build())
                .serverSideApply();
        admin.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-provider-external-stores")
                        .addNewSubject("", "ServiceAccount", ACCOUNT, "kamaji-system")
                        .build())
                .serverSideApply();
        try {
            admin.load(Files.newInputStream(ROOT.resolve("deploy/external/rbac.yaml")))
                    .items()
                    .forEach(item -> admin.resource(item).serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A namespace in which the user may do what it has to. */
    String namespace() {
        String name = server.freshNamespace("tenants");
        permit(name);
        return name;
    }

    void permit(String namespace) {
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kamaji-provider-external")
                        .addNewSubject("", "ServiceAccount", ACCOUNT, "kamaji-system")
                        .build())
                .serverSideApply();
    }

    String kubeconfig() {
        return server.kubeconfigFor(server.serviceAccountToken("kamaji-system", ACCOUNT));
    }

    @Nullable
    GenericKubernetesResource find(String namespace, String name) {
        return admin.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    GenericKubernetesResource tenant(String namespace, String name) {
        return Objects.requireNonNull(find(namespace, name));
    }

    List<GenericKubernetesResource> tenants(String namespace) {
        return admin.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    void patch(String namespace, String name, String yaml) {
        admin.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json(yaml));
    }

    /** Kamaji there has come as far as Ready. */
    void kamajiIsReady(String namespace, String name) {
        admin.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), json("""
                        status:
                          observedGeneration: 1
                          controlPlaneEndpoint: 192.0.2.20:6443
                          certificates: {ca: {secretName: %1$s-ca, checksum: ca-1}}
                          kubeconfig: {admin: {secretName: %1$s-admin-kubeconfig, checksum: kc-1}}
                          kubernetesResources:
                            version: {version: v1.33.1, status: Ready}
                            deployment: {name: %1$s, namespace: any, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2, selector: "a=b"}
                        """.formatted(name)));
        secret(namespace, name + "-ca", Map.of("ca.crt", "certificate", "ca.key", "private"));
        secret(namespace, name + "-admin-kubeconfig", Map.of("admin.conf", "kubeconfig of " + name));
    }

    private void secret(String namespace, String name, Map<String, String> content) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata();
        content.forEach((key, value) ->
                secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        admin.resource(secret.build()).serverSideApply();
    }

    /** What its user asked for in a namespace since a mark of the audit log, as "verb resource", each once. */
    List<String> requestsSince(long mark, String namespace) {
        return server.auditLog().linesFrom(mark).stream()
                .filter(line -> line.user().equals(USER) && line.namespace().equals(namespace))
                .map(line -> line.verb() + " " + line.resource())
                .distinct()
                .toList();
    }

    private static String json(String yaml) {
        return Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class));
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
