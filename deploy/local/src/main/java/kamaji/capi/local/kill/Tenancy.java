// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
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
    private static final String API_VERSION = "controlplane.cluster.x-k8s.io/v1alpha2";

    /** Names, times and digests, which no two clusters have in common. */
    private static final Pattern ITS_OWN = Pattern.compile(
            ".*/(uid|resourceVersion|creationTimestamp|lastTransitionTime|digest|checksum|published|applied)");

    private final KubernetesClient client;
    private final @Nullable Away away;
    private final KubernetesClient host;
    private final String namespace;

    /** @param away the cluster of the TenantControlPlane, null when it is beside the KamajiControlPlane */
    Tenancy(KubernetesClient client, @Nullable Away away, String namespace) {
        this.client = client;
        this.away = away;
        this.host = away == null ? client : away.client();
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    void create() {
        Map<String, Object> more = Map.of();
        if (away != null) {
            more = Away.reference(namespace);
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(Away.SECRET)
                            .endMetadata()
                            .addToStringData("value", away.kubeconfig().apply(namespace))
                            .build())
                    .create();
        }
        SampleCluster.named(namespace, NAME, more)
                .forEach(object -> client.resource(object).create());
    }

    void edit(Map<String, Object> spec) {
        client.resource(Manifests.object(API_VERSION, "KamajiControlPlane", namespace, NAME, spec))
                .patch(PatchContext.of(PatchType.JSON_MERGE));
    }

    /** Kamaji makes another admin kubeconfig, which the published one has to follow, and another CA. */
    void loseSources() {
        tenant().ifPresent(tenant -> List.of("-admin-kubeconfig", "-ca")
                .forEach(end -> host.secrets()
                        .inNamespace(namespace)
                        .withName(tenant.getMetadata().getName() + end)
                        .delete()));
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

    boolean gone() {
        return controlPlane().isEmpty();
    }

    boolean ready() {
        return controlPlane().filter(ControlPlanes::ready).isPresent();
    }

    /** Whether the published kubeconfig is the one that Kamaji made last. */
    boolean kubeconfigFollows() {
        @Nullable
        String source = tenant().map(tenant -> secret(host, tenant.getMetadata().getName() + "-admin-kubeconfig"))
                .map(secret -> secret.getData().get("admin.conf"))
                .orElse(null);
        @Nullable
        String published = Optional.ofNullable(secret(client, KUBECONFIG))
                .map(secret -> secret.getData().get("value"))
                .orElse(null);
        return source != null && Objects.equals(source, published);
    }

    private @Nullable Secret secret(KubernetesClient where, String name) {
        return where.secrets().inNamespace(namespace).withName(name).get();
    }

    private Optional<GenericKubernetesResource> tenant() {
        return host
                .genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    /** How the objects stand that someone relies on, without what differs between two clusters that went the same way. */
    Map<String, String> objects() {
        Map<String, String> all = new TreeMap<>();
        add(all, "KamajiControlPlane", get(API_VERSION, "KamajiControlPlane"));
        add(all, "Cluster", get("cluster.x-k8s.io/v1beta2", "Cluster"));
        add(all, "KubevirtCluster", get("infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtCluster"));
        GenericKubernetesResource tenant = tenant().orElse(null);
        if (tenant != null) {
            // Its status is Kamaji's own affair.
            tenant.getAdditionalProperties().remove("status");
        }
        add(all, "TenantControlPlane", tenant);
        for (KubernetesClient where : away == null ? List.of(client) : List.of(client, host)) {
            for (Secret secret : where.secrets().inNamespace(namespace).list().getItems()) {
                secret.getData().replaceAll((key, value) -> "…");
                add(all, "Secret " + secret.getMetadata().getName(), secret);
            }
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

    private static String withoutUid(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UID");
    }

    private void put(Map<String, String> all, String path, String value) {
        // A digest of what the user wants, in which another cluster is named with a namespace there.
        boolean itsOwn = away != null && path.endsWith("controlplane.kamaji.clastix.io/mapping");
        if (!itsOwn && !ITS_OWN.matcher(path).matches()) {
            all.put(withoutUid(path), withoutUid(value).replace(namespace, "NAMESPACE"));
        }
    }
}
