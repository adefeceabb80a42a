// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kubectl plugin may read, and where: control planes that no provider has looked at yet, on real servers. */
class KtcpReadingIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.root"));
    private static final KubernetesServer KUBERNETES = SharedServers.kubernetes();
    private static final String NAMESPACE = KUBERNETES.freshNamespace("ktcp-reading");
    private static final String INSTANCE = "--instance=ktcp-it";
    private static final KtcpCommand KTCP = new KtcpCommand(NAMESPACE);
    private static final KubernetesClient CLIENT = KUBERNETES.adminClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void kindsAreServed() {
        KUBERNETES.applyCrds(CHECKOUT.resolve("deploy/crds"));
        KUBERNETES.applyCrds(CHECKOUT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
    }

    private static GenericKubernetesResource resource(String yaml) {
        return CLIENT.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .inNamespace(NAMESPACE)
                .create();
    }

    @Test
    void whatIsOnAnotherClusterIsExportedFromThereOrToldWhyNot() throws IOException {
        String there = KUBERNETES.freshNamespace("ktcp-there");
        GenericKubernetesResource controlPlane = resource("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: away}
                spec:
                  version: v1.33.1
                  dataStoreName: gold
                  deployment:
                    externalClusterReference:
                      {deploymentNamespace: %s, kubeconfigSecretName: away, kubeconfigSecretKey: config}
                """.formatted(there));
        String tenant = "kcp-" + controlPlane.getMetadata().getUid();
        CLIENT.resource(Serialization.unmarshal("""
                        apiVersion: kamaji.clastix.io/v1alpha1
                        kind: TenantControlPlane
                        metadata: {name: %s}
                        spec:
                          controlPlane: {deployment: {replicas: 2}, service: {serviceType: ClusterIP}}
                          kubernetes: {version: v1.33.1, kubelet: {}}
                          networkProfile: {port: 6443}
                        """.formatted(tenant), GenericKubernetesResource.class))
                .inNamespace(there)
                .create();
        String named = "TenantControlPlane " + there + "/" + tenant + " on the cluster of key config of Secret "
                + NAMESPACE + "/away";

        Path without = exported("away", "without");
        assertThat(without.resolve("about.json"))
                .content()
                .contains(named + " and its DataStore gold, not exported: Secret " + NAMESPACE + "/away")
                .doesNotContain("TenantControlPlane away does not exist");

        String stranger = user("stranger").replace("--kubeconfig=", "");
        kubeconfig("away", Path.of(stranger));
        assertThat(exported("away", "forbidden").resolve("about.json"))
                .content()
                .contains(named, "Secret " + NAMESPACE + "/away may not read TenantControlPlane objects there (403)");

        kubeconfig("away", KUBERNETES.kubeconfig());
        Path with = exported("away", "with");
        assertThat(with.resolve("objects/tenantcontrolplane.yaml")).content().contains(tenant);
        assertThat(with.resolve("about.json"))
                .content()
                .contains("DataStore gold on the other cluster does not exist")
                .doesNotContain("TenantControlPlane");
    }

    private static void kubeconfig(String secret, Path content) throws IOException {
        CLIENT.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(secret)
                        .endMetadata()
                        .addToStringData("config", Files.readString(content))
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private Path exported(String name, String to) {
        Path target = folder.resolve(to);
        KtcpCommand.Said said = KTCP.run("export", name, INSTANCE, "--to", target.toString());
        assertThat(said.code()).as(said.err()).isZero();
        return target;
    }

    @Test
    void whoMayNotReadIsToldSo() throws IOException {
        KtcpCommand.Said said = KTCP.run("why", "any", user("nobody"));

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.err()).contains("cannot read KamajiControlPlane", "your user may not (403)");
    }

    @Test
    void thePermissionsThatThePageNamesAreEnough() throws IOException {
        resource("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: permitted
                  ownerReferences: [{apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: permitted, uid: %s}]
                spec: {version: v1.33.1}
                """.formatted(resource("""
                        apiVersion: cluster.x-k8s.io/v1beta2
                        kind: Cluster
                        metadata: {name: permitted}
                        spec: {paused: false}
                        """).getMetadata().getUid()));
        String looks = user("looks", "kamajicontrolplanes get");
        String asks = user("asks", "kamajicontrolplanes get patch");
        String plans = user("plans", "kamajicontrolplanes get", "clusters get", "tenantcontrolplanes get patch create");
        String cannot = user("cannot", "kamajicontrolplanes get", "clusters get", "tenantcontrolplanes get patch");

        assertThat(KTCP.run("why", "permitted", looks).code()).isZero();
        assertThat(KTCP.run("history", "permitted", looks, INSTANCE).code()).isEqualTo(9);
        assertThat(KTCP.run("history", "permitted", looks).err()).contains("cannot read namespace kube-system");
        Path written = folder.resolve("looks.written");
        KtcpCommand.Said exported = KTCP.run("export", "permitted", looks, "--to", written.toString());
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(written.resolve("about.json")).content().contains("cannot read TenantControlPlane", "(403)");
        assertThat(KTCP.run("retry", "permitted", looks).code()).isEqualTo(5);
        assertThat(KTCP.run("retry", "permitted", asks).code()).isZero();
        assertThat(KTCP.run("plan", "permitted", cannot).out())
                .contains("your user may not patch and create tenantcontrolplanes");
        assertThat(KTCP.run("plan", "permitted", plans).out())
                .contains("would be created")
                .doesNotContain("Refused");
    }

    /** A user of the namespace, each rule a kind with verbs; the answer is the flag that makes the plugin that user. */
    private String user(String name, String... rules) throws IOException {
        ObjectMeta meta =
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build();
        CLIENT.resource(new ServiceAccountBuilder().withMetadata(meta).build()).create();
        RoleBuilder role = new RoleBuilder().withMetadata(meta);
        for (String rule : rules) {
            List<String> words = List.of(rule.split(" ", -1));
            role.addNewRule()
                    .withApiGroups("controlplane.cluster.x-k8s.io", "cluster.x-k8s.io", "kamaji.clastix.io")
                    .withResources(words.get(0))
                    .withVerbs(words.subList(1, words.size()))
                    .endRule();
        }
        CLIENT.resource(role.build()).create();
        CLIENT.resource(new RoleBindingBuilder()
                        .withMetadata(meta)
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, NAMESPACE)
                        .build())
                .create();
        String kubeconfig = KUBERNETES.kubeconfigFor(KUBERNETES.serviceAccountToken(NAMESPACE, name));
        return "--kubeconfig=" + Files.writeString(folder.resolve(name), kubeconfig);
    }
}
