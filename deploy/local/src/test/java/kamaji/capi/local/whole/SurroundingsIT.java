// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.api.TenantControlPlaneView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a control plane stands on and others may change: its address, data store, Secrets and tenant. */
class SurroundingsIT {
    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @BeforeAll
    static void start() {
        whole = Whole.start();
        whole.stack.startProvider().awaitReady();
    }

    @AfterAll
    static void stop() {
        try {
            whole.everyTransitionWasToldOnce();
        } finally {
            whole.close();
        }
    }

    private static String namespace(String prefix) {
        return whole.stack.kubernetes().freshNamespace(prefix);
    }

    @Test
    void anAddressThatComesLateIsWaitedForAndAChangedOneIsKeptUntilItIsAdopted() {
        String namespace = namespace("address");
        whole.stack.kamaji().faults().loadBalancerWithoutAddress(true);
        try {
            whole.create(namespace, "c1");
            whole.awaitCondition(namespace, "c1", "TenantControlPlaneAddressReady", "False", "load balancer address");
        } finally {
            whole.stack.kamaji().faults().loadBalancerWithoutAddress(false);
        }
        whole.awaitReady(namespace, "c1");
        String first = endpoint(namespace);

        whole.client()
                .genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName("c1")
                .subresource("status")
                .patch(Whole.merge(), "{\"status\":{\"controlPlaneEndpoint\":\"192.0.2.99:6443\"}}");
        whole.awaitCondition(namespace, "c1", "ControlPlaneEndpointPatched", "False", "192.0.2.99:6443");
        whole.awaitCondition(namespace, "c1", "Available", "True", "");
        assertThat(endpoint(namespace)).as("kept").isEqualTo(first);

        whole.edit(namespace, "c1", Map.of("controlPlaneEndpoint", Map.of("host", "192.0.2.99", "port", 6443)));
        whole.awaitCondition(namespace, "c1", "ControlPlaneEndpointPatched", "True", "");
        assertThat(endpoint(namespace)).as("adopted").isEqualTo("192.0.2.99:6443");
    }

    private static String endpoint(String namespace) {
        Map<String, Object> endpoint = whole.client()
                .genericKubernetesResources("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane")
                .inNamespace(namespace)
                .withName("c1")
                .require()
                .get("spec", "controlPlaneEndpoint");
        return endpoint.get("host") + ":" + endpoint.get("port");
    }

    @Test
    void aDataStoreIsWaitedForAndOneThatFailsLaterIsNamedWhileTheControlPlaneRuns() {
        String namespace = namespace("store");
        String store = "silver-" + namespace;
        whole.create(namespace, "c1", Map.of("dataStoreName", store));
        whole.awaitCondition(namespace, "c1", "DataStoreReady", "False", store + " does not exist");
        assertThat(whole.tenant(namespace, "c1")).isEmpty();

        whole.client().resource(whole.dataStore(store)).create();
        whole.awaitReady(namespace, "c1");

        whole.stack.kamaji().faults().dataStoreNotReady(store, true);
        whole.awaitCondition(namespace, "c1", "DataStoreReady", "False", store + " is not ready");
        whole.awaitCondition(namespace, "c1", "Available", "True", "");
        whole.stack.kamaji().faults().dataStoreNotReady(store, false);
        whole.awaitCondition(namespace, "c1", "DataStoreReady", "True", "");
        assertThat(whole.tenantsMade(namespace)).isEqualTo(1);
    }

    @Test
    void aSecretOfSomebodyElseIsLeftAloneAndNamed() {
        String namespace = namespace("theirs");
        whole.secret(namespace, "c1-kubeconfig", "mine");
        whole.create(namespace, "c1");
        whole.awaitCondition(namespace, "c1", "KubeadmResourcesCreated", "True", "c1-kubeconfig is not of type");
        Secret theirs = secret(namespace);
        assertThat(theirs.getType()).isEqualTo("Opaque");
        assertThat(theirs.getMetadata().getManagedFields())
                .extracting(entry -> entry.getManager())
                .doesNotContain("kamaji-provider");

        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .delete();
        whole.ktcp("retry", "c1", "--namespace=" + namespace);
        await().atMost(Whole.LONG)
                .untilAsserted(() -> assertThat(whole.client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName("c1-kubeconfig")
                                .get())
                        .isNotNull());
        assertThat(secret(namespace).getType()).isEqualTo("cluster.x-k8s.io/secret");
        whole.awaitReady(namespace, "c1");
    }

    private static Secret secret(String namespace) {
        return whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .require();
    }

    @Test
    void aTenantThatSomebodyDeletesIsMadeAgain() {
        String namespace = namespace("lost");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        String before = whole.tenant(namespace, "c1").orElseThrow().uid();

        whole.client()
                .genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName("c1")
                .delete();

        await().atMost(Whole.LONG)
                .untilAsserted(() -> assertThat(whole.tenant(namespace, "c1"))
                        .hasValueSatisfying(tenant -> assertThat(tenant.uid()).isNotEqualTo(before)));
        whole.awaitReady(namespace, "c1");
        assertThat(whole.namesOfTenantsMade(namespace)).isEqualTo(List.of("c1", "c1"));
    }
}
