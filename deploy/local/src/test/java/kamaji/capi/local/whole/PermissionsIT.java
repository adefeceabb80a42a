// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.AuditLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The roles of {@code deploy/rbac} by the audit log of the API server: enough, and nothing that is not used. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PermissionsIT {
    private static final String INFRASTRUCTURE = "kamaji-system-infrastructure-kubevirt";
    private static final List<String> CLUSTER_ROLES =
            List.of("kamaji-system-provider", "kamaji-system-provider-cluster", INFRASTRUCTURE);

    /** Granted although no request in the log shows it. */
    private static final Map<String, String> REASONS = Map.of(
            "update controlplane.cluster.x-k8s.io/kamajicontrolplanes/finalizers",
            "asked by the admission plugin OwnerReferencesPermissionEnforcement, where it is on",
            "list cluster.x-k8s.io/machinepools",
            "the Cluster API of this stack does not serve the kind, and a request that finds nothing is no use of it");

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @BeforeAll
    static void start() {
        whole = Whole.start(StackOptions.of(Whole.brisk()));
    }

    @AfterAll
    static void stop() {
        whole.close();
    }

    @Test
    @Order(1)
    void everyVerbGrantedIsUsedInTheLifeOfAClusterOrHasItsReason() {
        String namespace = whole.stack.kubernetes().freshNamespace("granted");
        try (ProviderProcess provider = whole.stack.startInstalled(null, List.of("--leader-elect"))) {
            provider.awaitReady();
            live(namespace);
        }
        // Watches stand in the log when they have ended.
        await().atMost(Whole.LONG).untilAsserted(() -> {
            Set<String> unused = granted();
            unused.removeAll(used());
            assertThat(unused).isEqualTo(REASONS.keySet());
        });
        assertThat(refused()).isEmpty();
    }

    /**
     * Provisioned on infrastructure that has to be marked, upgraded over two minors, deleted; beside another that asks for
     * a field which this Kamaji does not know.
     */
    private static void live(String namespace) {
        forget("advertiseAddress");
        whole.create(
                namespace,
                "c2",
                Map.of("network", Map.of("serviceType", "LoadBalancer", "advertiseAddress", "192.0.2.7")));
        createOnKubevirt(namespace);
        whole.awaitReady(namespace, "c1");
        whole.edit(namespace, "c1", Map.of("version", "v1.35.2"));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "hop");
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");
        whole.deleteControlPlane(namespace, "c1");
        whole.awaitGone(namespace, "c1");
        whole.awaitReady(namespace, "c2");
    }

    /** As an older Kamaji, without one field of the network profile. */
    private static void forget(String field) {
        whole.client()
                .genericKubernetesResources(ServedSchema.CONTEXT)
                .withName(ServedSchema.NAME)
                .patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "remove", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/\
                        networkProfile/properties/%s"}]""".formatted(field));
    }

    private static void createOnKubevirt(String namespace) {
        KubernetesClient client = whole.client();
        client.resource(Manifests.object(
                        "infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtCluster", namespace, "c1", Map.of()))
                .create();
        whole.create(namespace, "c1");
        GenericKubernetesResource reference = Manifests.object(
                "cluster.x-k8s.io/v1beta2",
                "Cluster",
                namespace,
                "c1",
                Map.of(
                        "infrastructureRef",
                        Map.of(
                                "apiGroup",
                                "infrastructure.cluster.x-k8s.io",
                                "kind",
                                "KubevirtCluster",
                                "name",
                                "c1")));
        client.resource(reference).patch(Whole.merge());
    }

    private static Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        KubernetesClient client = whole.client();
        Role lease = client.rbac()
                .roles()
                .inNamespace("kamaji-system")
                .withName("kamaji-provider-leader-election")
                .require();
        lease.getRules().forEach(rule -> add(granted, rule));
        for (String name : CLUSTER_ROLES) {
            ClusterRole role = client.rbac().clusterRoles().withName(name).require();
            role.getRules().forEach(rule -> add(granted, rule));
        }
        return granted;
    }

    private static void add(Set<String> granted, PolicyRule rule) {
        for (String resource : rule.getResources()) {
            for (String verb : rule.getVerbs()) {
                granted.add(verb + " " + rule.getApiGroups().get(0) + "/" + resource);
            }
        }
    }

    private static Stream<AuditLine> requests() {
        return whole.stack.kubernetes().auditLog().lines().stream()
                .filter(line -> line.user().equals(LocalStack.PROVIDER_USER));
    }

    /** A server-side apply of an object that is not there yet is a patch that creates, and needs both verbs. */
    private static Set<String> used() {
        Set<String> used = new TreeSet<>();
        requests().filter(line -> line.code() < 400).forEach(line -> {
            String subresource = line.subresource().isEmpty() ? "" : "/" + line.subresource();
            String what = " " + line.group() + "/" + line.resource() + subresource;
            used.add(line.verb() + what);
            if (line.verb().equals("patch") && line.code() == 201) {
                used.add("create" + what);
            }
        });
        return used;
    }

    private static Map<String, Long> refused() {
        Map<String, Long> refused = new TreeMap<>();
        requests()
                .filter(line -> line.code() == 403)
                .forEach(line -> refused.merge(
                        line.verb() + " " + line.group() + "/" + line.resource() + " in " + line.namespace(),
                        1L,
                        Long::sum));
        return refused;
    }

    @Test
    @Order(2)
    void withOneNamespaceRolesThereAreEnoughAndOthersAreLeftAlone() {
        String ours = whole.stack.kubernetes().freshNamespace("ours");
        String other = whole.stack.kubernetes().freshNamespace("other");
        for (String role : List.of("kamaji-system-provider", INFRASTRUCTURE)) {
            whole.client().rbac().clusterRoleBindings().withName(role).delete();
            bind(ours, role);
        }
        try (ProviderProcess provider =
                whole.stack.startInstalled(null, List.of("--leader-elect", "--namespace=" + ours))) {
            provider.awaitReady();
            whole.create(other, "c1");
            createOnKubevirt(ours);
            whole.awaitReady(ours, "c1");
            whole.deleteControlPlane(ours, "c1");
            whole.awaitGone(ours, "c1");
        }
        assertThat(refused()).isEmpty();
        assertThat(ControlPlanes.get(whole.client(), other, "c1"))
                .map(KamajiControlPlane::getMetadata)
                .hasValueSatisfying(
                        metadata -> assertThat(metadata.getFinalizers()).isEmpty());
    }

    /** As {@code kubectl create rolebinding --clusterrole}, which docs/install.md tells to do. */
    private static void bind(String namespace, String role) {
        whole.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(role)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                        .addNewSubject("", "ServiceAccount", "kamaji-provider", "kamaji-system")
                        .build())
                .create();
    }
}
