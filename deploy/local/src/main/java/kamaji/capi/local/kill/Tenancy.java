// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.bench.SampleCluster;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.Manifests;
import org.jspecify.annotations.Nullable;

/** One cluster in a namespace of its own: what its user does with it, and how it stands. */
final class Tenancy {
    static final String NAME = "c1";
    static final String KUBECONFIG = NAME + "-kubeconfig";
    private static final String SOURCE = NAME + "-admin-kubeconfig";
    private static final String API_VERSION = "controlplane.cluster.x-k8s.io/v1alpha2";

    /** Names, times and digests, which no two clusters have in common. */
    private static final Pattern ITS_OWN = Pattern.compile(
            ".*/(uid|resourceVersion|creationTimestamp|lastTransitionTime|digest|checksum|published|applied)");

    private final KubernetesClient client;
    private final String namespace;

    Tenancy(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    void create() {
        SampleCluster.named(namespace, NAME)
                .forEach(object -> client.resource(object).create());
    }

    void edit(Map<String, Object> spec) {
        client.resource(Manifests.object(API_VERSION, "KamajiControlPlane", namespace, NAME, spec))
                .patch(PatchContext.of(PatchType.JSON_MERGE));
    }

    /** Kamaji makes another admin kubeconfig, which the published one has to follow, and another CA. */
    void loseSources() {
        secret(SOURCE).ifPresent(secret -> client.resource(secret).delete());
        secret(NAME + "-ca").ifPresent(secret -> client.resource(secret).delete());
    }

    void delete() {
        client.genericKubernetesResources(ClusterView.CONTEXT)
                .inNamespace(namespace)
                .withName(NAME)
                .delete();
    }

    Optional<KamajiControlPlane> controlPlane() {
        return ControlPlanes.get(client, namespace, NAME);
    }

    boolean ready() {
        return controlPlane().filter(ControlPlanes::ready).isPresent();
    }

    /** Whether the published kubeconfig is the one that Kamaji made last. */
    boolean kubeconfigFollows() {
        @Nullable
        String source =
                secret(SOURCE).map(secret -> secret.getData().get("admin.conf")).orElse(null);
        @Nullable
        String published =
                secret(KUBECONFIG).map(secret -> secret.getData().get("value")).orElse(null);
        return source != null && Objects.equals(source, published);
    }

    Optional<Secret> secret(String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    /** How the objects stand that someone relies on, without what differs between two clusters that went the same way. */
    Map<String, String> objects() {
        Map<String, String> all = new TreeMap<>();
        add(all, "KamajiControlPlane", get(API_VERSION, "KamajiControlPlane"));
        add(all, "Cluster", get("cluster.x-k8s.io/v1beta2", "Cluster"));
        add(all, "KubevirtCluster", get("infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtCluster"));
        GenericKubernetesResource tenant = client.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName(NAME)
                .get();
        if (tenant != null) {
            // Its status is Kamaji's own affair.
            tenant.getAdditionalProperties().remove("status");
        }
        add(all, "TenantControlPlane", tenant);
        for (Secret secret : client.secrets().inNamespace(namespace).list().getItems()) {
            secret.getData().replaceAll((key, value) -> "…");
            add(all, "Secret " + secret.getMetadata().getName(), secret);
        }
        all.put("the kubeconfig follows", String.valueOf(kubeconfigFollows()));
        return all;
    }

    private @Nullable GenericKubernetesResource get(String apiVersion, String kind) {
        return client.genericKubernetesResources(apiVersion, kind)
                .inNamespace(namespace)
                .withName(NAME)
                .get();
    }

    private void add(Map<String, String> all, String name, @Nullable HasMetadata object) {
        if (object == null) {
            return;
        }
        Map<String, Object> owned = new TreeMap<>();
        for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
            // What others own, and in which order, is theirs.
            if (entry.getManager().startsWith("kamaji-provider")) {
                owned.put(
                        entry.getManager() + " " + entry.getOperation() + " "
                                + Objects.requireNonNullElse(entry.getSubresource(), ""),
                        entry.getFieldsV1());
            }
        }
        object.getMetadata().setManagedFields(List.of());
        Leaves.of(object).forEach((path, value) -> put(all, name + " " + path, value));
        Leaves.of(owned).forEach((path, value) -> put(all, name + " owned " + path, value));
    }

    private void put(Map<String, String> all, String path, String value) {
        if (!ITS_OWN.matcher(path).matches()) {
            all.put(path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UID"), value.replace(namespace, "NAMESPACE"));
        }
    }
}
