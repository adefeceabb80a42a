// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.OtherCluster;
import org.jspecify.annotations.Nullable;

/** Clusters of one namespace, each in the middle of another story: made, upgraded, scaled, and so on. */
final class Stories {
    private static final Duration LONGER = Duration.ofMinutes(2);
    private static final List<String> GROWN =
            List.of("scaled", "deleted", "upgraded", "asleep", "woken", "rotated", "far-deleted");

    private final Whole whole;
    private final OtherCluster other;
    private final String namespace;

    /** @param other has the TenantControlPlanes of the clusters called far */
    Stories(Whole whole, OtherCluster other, String namespace) {
        this.whole = whole;
        this.other = other;
        this.namespace = namespace;
    }

    /** Brings all clusters into the middle of their stories. */
    void begin() {
        other.allow(namespace);
        whole.secret(namespace, "away", other.kubeconfig(namespace));
        GROWN.forEach(this::create);
        GROWN.forEach(name -> whole.awaitReady(namespace, name));
        whole.edit(namespace, "woken", Map.of("replicas", 0));
        awaitReplicas("woken", 0);

        create("made");
        create("far-made");
        whole.edit(namespace, "scaled", Map.of("replicas", 3));
        whole.edit(namespace, "upgraded", Map.of("version", "v1.35.2"));
        whole.edit(namespace, "asleep", Map.of("replicas", 0));
        whole.edit(namespace, "woken", Map.of("replicas", 3));
        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("rotated-admin-kubeconfig")
                .delete();
        whole.deleteCluster(namespace, "deleted");
        whole.deleteCluster(namespace, "far-deleted");
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> whole.tenant(namespace, "made").isPresent());
    }

    private void create(String name) {
        Map<String, Object> away = Map.of(
                "deployment",
                Map.of(
                        "externalClusterReference",
                        Map.of(
                                "deploymentNamespace", namespace,
                                "kubeconfigSecretName", "away",
                                "kubeconfigSecretKey", "value")));
        whole.create(namespace, name, name.startsWith("far-") ? away : Map.of());
    }

    /** Waits until every story has ended as it should, each with one TenantControlPlane. */
    void awaitEnds() {
        for (String name : List.of("made", "far-made", "scaled", "upgraded", "woken", "rotated")) {
            awaitReady(name);
        }
        awaitReplicas("scaled", 3);
        awaitReplicas("woken", 3);
        awaitReplicas("asleep", 0);
        await().atMost(LONGER)
                .untilAsserted(
                        () -> assertThat(whole.status(namespace, "upgraded").version())
                                .isEqualTo("v1.35.2"));
        await().atMost(LONGER)
                .untilAsserted(() -> assertThat(data("rotated-kubeconfig", "value"))
                        .isNotNull()
                        .isEqualTo(data("rotated-admin-kubeconfig", "admin.conf")));
        for (String name : List.of("deleted", "far-deleted")) {
            await().atMost(LONGER)
                    .untilAsserted(() -> assertThat(ControlPlanes.get(whole.client(), namespace, name))
                            .as(() -> ControlPlanes.conditions(whole.client(), namespace, name))
                            .isEmpty());
        }
        assertThat(whole.tenant(namespace, "deleted")).isEmpty();
        assertThat(other.tenants(namespace)).hasSize(1);
        assertThat(whole.namesOfTenantsMade(namespace))
                .containsExactlyInAnyOrder("scaled", "deleted", "upgraded", "asleep", "woken", "rotated", "made");
    }

    private void awaitReady(String name) {
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(ControlPlanes.ready(whole.client(), namespace, name))
                        .as(() -> ControlPlanes.conditions(whole.client(), namespace, name))
                        .isTrue());
    }

    private void awaitReplicas(String name, int replicas) {
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(
                                replicas == 0
                                        ? whole.status(namespace, name).replicas()
                                        : whole.status(namespace, name).readyReplicas())
                        .as(() -> ControlPlanes.conditions(whole.client(), namespace, name))
                        .isEqualTo(replicas));
    }

    private @Nullable String data(String secret, String key) {
        Secret found =
                whole.client().secrets().inNamespace(namespace).withName(secret).get();
        return found == null ? null : found.getData().get(key);
    }
}
