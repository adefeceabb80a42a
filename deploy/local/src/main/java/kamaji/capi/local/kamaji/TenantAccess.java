// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.Trees;

/**
 * Users of tenant API servers. Every tenant's API server is the stack's own; its admin is a service account beside the
 * tenant that may do nothing until {@link #allow}, its super-admin one account that may do everything from the start.
 */
final class TenantAccess {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final String SYSTEM_NAMESPACE = "kamaji-system";
    private static final String SUPER_ADMIN = "kamaji-super-admin";

    private final TenantObjects objects;
    private final ClientCertificates certificates = new ClientCertificates();
    private final String authority;
    private final boolean shared;
    private String superToken = "";
    private Instant superTokenMade = Instant.MIN;

    /**
     * The authority is what kubeconfigs trust, base64 of PEM. Shared means that all admins are the super-admin account,
     * which spares three writes a tenant where nobody waits for rights.
     */
    TenantAccess(TenantObjects objects, String authority, boolean shared) {
        this.objects = objects;
        this.authority = authority;
        this.shared = shared;
    }

    /** Makes the account of the super-admins. */
    void prepare() {
        ApiCalls calls = objects.calls();
        quietly(() -> calls.create(Kind.NAMESPACE, "", Trees.nest(SYSTEM_NAMESPACE, "metadata", "name")));
        quietly(() ->
                calls.create(Kind.SERVICE_ACCOUNT, SYSTEM_NAMESPACE, Trees.nest(SUPER_ADMIN, "metadata", "name")));
        bind(SUPER_ADMIN, SYSTEM_NAMESPACE, SUPER_ADMIN, Map.of());
    }

    /** Lets the tenant's admin do everything. */
    void allow(Tenant tenant) {
        if (!shared) {
            bind(binding(tenant), tenant.namespace(), account(tenant), TenantObjects.labels(tenant, "admin"));
        }
        tenant.allowed = true;
    }

    /** Takes the admin's rights away; they do not go with the tenant by themselves, as they have no namespace. */
    void revoke(Tenant tenant) {
        if (!shared) {
            objects.calls().delete(Kind.CLUSTER_ROLE_BINDING, "", binding(tenant), "");
        }
    }

    /** Kubeconfigs by the keys of the admin Secret. */
    Map<String, String> admin(Tenant tenant, URI outside, URI inside) {
        if (shared) {
            return kubeconfigs("admin", tenant, "kubernetes-admin", superToken(), outside, inside);
        }
        objects.own(tenant, Kind.SERVICE_ACCOUNT, account(tenant), "admin", Map.of());
        String token = token(tenant.namespace(), account(tenant));
        return kubeconfigs("admin", tenant, "kubernetes-admin", token, outside, inside);
    }

    Map<String, String> superAdmin(Tenant tenant, URI outside, URI inside) {
        return kubeconfigs("super-admin", tenant, "kubernetes-super-admin", superToken(), outside, inside);
    }

    private Map<String, String> kubeconfigs(
            String key, Tenant tenant, String user, String token, URI outside, URI inside) {
        return new TreeMap<>(Map.of(
                key + ".conf", kubeconfig(tenant.name(), user, token, outside),
                key + ".svc", kubeconfig(tenant.name(), user, token, inside)));
    }

    String kubeconfig(String cluster, String user, String token, URI server) {
        return """
                # %6$s
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                contexts:
                - name: %4$s@%1$s
                  context:
                    cluster: %1$s
                    user: %4$s
                current-context: %4$s@%1$s
                users:
                - name: %4$s
                  user:
                    token: %5$s
                %7$s
                """.formatted(cluster, server, authority, user, token, UUID.randomUUID(), certificates.fields(user, 4));
    }

    private synchronized String superToken() {
        if (superTokenMade.isBefore(Instant.now().minus(LIFETIME.dividedBy(2)))) {
            superToken = token(SYSTEM_NAMESPACE, SUPER_ADMIN);
            superTokenMade = Instant.now();
        }
        return superToken;
    }

    private String token(String namespace, String account) {
        Map<String, Object> request = Trees.nest(LIFETIME.toSeconds(), "spec", "expirationSeconds");
        request.put("apiVersion", "authentication.k8s.io/v1");
        request.put("kind", "TokenRequest");
        return objects.calls()
                .createBelow(Kind.SERVICE_ACCOUNT, namespace, account, "token", request)
                .text("status", "token");
    }

    private void bind(String name, String namespace, String account, Map<String, Object> labels) {
        Map<String, Object> binding = Trees.nest(name, "metadata", "name");
        binding = Trees.merge(binding, Trees.nest(labels, "metadata", "labels"));
        binding.put(
                "roleRef",
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", "cluster-admin"));
        binding.put("subjects", List.of(Map.of("kind", "ServiceAccount", "namespace", namespace, "name", account)));
        Map<String, Object> complete = binding;
        quietly(() -> objects.calls().create(Kind.CLUSTER_ROLE_BINDING, "", complete));
    }

    private static String account(Tenant tenant) {
        return tenant.name() + "-admin";
    }

    private static String binding(Tenant tenant) {
        return "kubeadm:cluster-admins:" + tenant.namespace() + ":" + tenant.name();
    }

    private static void quietly(Runnable create) {
        try {
            create.run();
        } catch (ApiRefusal refusal) {
            if (!refusal.conflict()) {
                throw refusal;
            }
        }
    }
}
