// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.OtherCluster;
import kamaji.capi.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the life of a control plane ends, with the history lost in between. */
class EndingIT {
    private static final Map<String, Object> WORKER = Map.of(
            "bootstrap",
            Map.of("dataSecretName", "none"),
            "infrastructureRef",
            Map.of("apiGroup", "infrastructure.cluster.x-k8s.io", "kind", "KubevirtMachine", "name", "w"));

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @BeforeAll
    static void start() {
        whole = Whole.start(StackOptions.of(Whole.brisk())
                .withArguments(
                        "--instance=" + Whole.INSTANCE,
                        "--sync-period=5s",
                        "--feature-gates=ExternalClusterReference=true"));
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

    /** Every open run of a namespace, as a person may in the Temporal UI; tells how many there were. */
    private static long terminateAll(String namespace) {
        return whole.workflows.runs().stream()
                .filter(run -> run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                .map(WorkflowExecutionMetadata::getExecution)
                .filter(run -> run.getWorkflowId().contains("/" + namespace + "/"))
                .filter(EndingIT::terminated)
                .count();
    }

    private static boolean terminated(WorkflowExecution run) {
        try {
            whole.workflows
                    .client()
                    .newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowExecution(run)
                            .build())
                    .terminate("test");
            return true;
        } catch (WorkflowNotFoundException ended) {
            return false;
        }
    }

    @Test
    void withAllWorkflowsTerminatedProvisioningAndDeletionGoOnFromTheObjects() {
        String namespace = namespace("lost");
        whole.create(namespace, "c1");
        await().atMost(Whole.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> whole.tenant(namespace, "c1").isPresent());
        await().atMost(Whole.LONG).pollInterval(Duration.ofMillis(100)).until(() -> terminateAll(namespace) > 0);
        whole.awaitReady(namespace, "c1");
        String tenant = whole.tenant(namespace, "c1").orElseThrow().uid();

        GenericKubernetesResource worker = machine(namespace, "c1");
        whole.deleteControlPlane(namespace, "c1");
        whole.awaitCondition(namespace, "c1", "Deleting", "True", "worker Machines of Cluster c1");
        assertThat(terminateAll(namespace)).isPositive();
        whole.client().resource(worker).delete();

        whole.awaitGone(namespace, "c1");
        assertThat(whole.stack.kubernetes().auditLog().linesFrom(0))
                .filteredOn(line -> line.namespace().equals(namespace)
                        && line.resource().equals("tenantcontrolplanes")
                        && line.verb().equals("delete"))
                .as("deletions of the one tenant " + tenant)
                .hasSize(1);
    }

    private static GenericKubernetesResource machine(String namespace, String cluster) {
        Map<String, Object> spec = new HashMap<>(WORKER);
        spec.put("clusterName", cluster);
        GenericKubernetesResource machine =
                Manifests.object("cluster.x-k8s.io/v1beta2", "Machine", namespace, "worker", spec);
        machine.getMetadata().setLabels(Map.of("cluster.x-k8s.io/cluster-name", cluster));
        return whole.client().resource(machine).create();
    }

    @Test
    void aPauseInTheMiddleOfAnUpgradeAndOfADeletionIsToldOnceAndNothingIsWrittenUntilItsEnd() {
        String namespace = namespace("paused");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.edit(namespace, "c1", Map.of("version", "v1.35.0"));
        // The plan is told before the hop is written.
        await().atMost(Whole.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> "v1.34.0"
                        .equals(whole.tenant(namespace, "c1").orElseThrow().wantedVersion()));
        long mark = pausedAndTold(namespace);
        await().atMost(Whole.LONG)
                .until(() -> "v1.34.0"
                        .equals(whole.tenant(namespace, "c1").orElseThrow().version()));
        annotate(namespace, "c1", "controlplane.kamaji.clastix.io/reconcile-requested-at", "now");
        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .delete();
        nothingIsWrittenSince(mark, namespace);
        whole.pause(namespace, "c1", false);
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "hop 2 of 2");
        whole.awaitCondition(namespace, "c1", "RollingOut", "False", "");

        GenericKubernetesResource worker = machine(namespace, "c1");
        whole.deleteControlPlane(namespace, "c1");
        whole.awaitCondition(namespace, "c1", "Deleting", "True", "worker Machines of Cluster c1");
        mark = pausedAndTold(namespace);
        whole.client().resource(worker).delete();
        nothingIsWrittenSince(mark, namespace);
        whole.pause(namespace, "c1", false);
        whole.awaitGone(namespace, "c1");
    }

    /** Pauses the Cluster, looks that one status patch tells of it, and returns where the audit log was then. */
    private static long pausedAndTold(String namespace) {
        long before = whole.stack.kubernetes().auditLog().size();
        whole.pause(namespace, "c1", true);
        whole.awaitCondition(namespace, "c1", "Paused", "True", "");
        // The log may be a moment later than the answer.
        await().until(() -> whole.writesSince(before).stream()
                .anyMatch(line ->
                        line.namespace().equals(namespace) && line.resource().startsWith("kamajicontrolplanes")));
        return whole.stack.kubernetes().auditLog().size();
    }

    /** For longer than a sweep takes. */
    private static void nothingIsWrittenSince(long mark, String namespace) {
        await().during(Duration.ofSeconds(7))
                .atMost(Duration.ofSeconds(10))
                .until(() -> whole.writesSince(mark).stream()
                        .noneMatch(line -> line.namespace().equals(namespace)));
    }

    /** As clusterctl does it, but for its haste with finalizers. */
    @Test
    void aMovedControlPlaneGoesAndItsTenantStaysForTheNextOne() {
        String namespace = namespace("moved");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        String tenant = whole.tenant(namespace, "c1").orElseThrow().uid();
        whole.pause(namespace, "c1", true);
        whole.awaitCondition(namespace, "c1", "Paused", "True", "");
        annotate(namespace, "c1", "clusterctl.cluster.x-k8s.io/delete-for-move", "");
        whole.deleteControlPlane(namespace, "c1");
        await().atMost(Whole.LONG)
                .until(() -> whole.client()
                                .resources(KamajiControlPlane.class)
                                .inNamespace(namespace)
                                .withName("c1")
                                .get()
                        == null);

        whole.pause(namespace, "c1", false);
        whole.client()
                .resource(Manifests.object(
                        "controlplane.cluster.x-k8s.io/v1alpha2",
                        "KamajiControlPlane",
                        namespace,
                        "c1",
                        Map.of("version", "v1.33.1", "replicas", 2, "dataStoreName", "default")))
                .create();
        whole.awaitReady(namespace, "c1");

        assertThat(whole.tenant(namespace, "c1").orElseThrow().uid()).isEqualTo(tenant);
    }

    @Test
    void aTerminatingNamespaceIsEmptiedAndGoes() {
        String namespace = namespace("terminating");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");

        whole.client().namespaces().withName(namespace).delete();

        await().atMost(Whole.LONG)
                .until(() -> whole.client().namespaces().withName(namespace).get() == null);
    }

    @Test
    void aDeletionWhileKamajiIsAwaySaysSoAndEndsWhenItIsBack() {
        String namespace = namespace("kamaji-away");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        whole.stack.kamaji().close();
        try {
            whole.deleteCluster(namespace, "c1");
            whole.awaitCondition(namespace, "c1", "Deleting", "True", "finalizer.kamaji.clastix.io");
        } finally {
            whole.stack.restartKamaji();
        }

        whole.awaitGone(namespace, "c1");
    }

    @Test
    void aDeletionWhileTheDataStoreIsDownNamesItAndEndsWhenItIsBack() {
        String namespace = namespace("store-down");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        whole.stack.kamaji().faults().dataStoreNotReady("default", true);
        try {
            whole.deleteCluster(namespace, "c1");
            whole.awaitCondition(namespace, "c1", "Deleting", "True", "DataStore");
        } finally {
            whole.stack.kamaji().faults().dataStoreNotReady("default", false);
        }

        whole.awaitGone(namespace, "c1");
    }

    @Test
    void aTenantOnAnotherClusterOutlastsThatClusterAndIsDeletedThere() {
        String namespace = namespace("away");
        try (OtherCluster away = OtherCluster.start(Checkout.here(), Whole.brisk())) {
            away.allow("tenants");
            whole.secret(namespace, "away", away.kubeconfig("tenants"));
            whole.create(
                    namespace,
                    "c1",
                    Map.of(
                            "deployment",
                            Map.of(
                                    "externalClusterReference",
                                    Map.of(
                                            "deploymentNamespace", "tenants",
                                            "kubeconfigSecretName", "away",
                                            "kubeconfigSecretKey", "value"))));
            whole.awaitReady(namespace, "c1");
            assertThat(away.tenants("tenants")).hasSize(1);
            assertThat(whole.tenant(namespace, "c1")).isEmpty();
            whole.awaitCondition(namespace, "c1", "FoundExternalReferenceClient", "True", "");

            away.die();
            whole.awaitCondition(namespace, "c1", "FoundExternalReferenceClient", "False", "does not answer");
            whole.create(namespace, "c2");
            whole.awaitReady(namespace, "c2");
            whole.deleteCluster(namespace, "c1");
            whole.awaitCondition(namespace, "c1", "Deleting", "True", "cannot be deleted: the cluster of key value");

            away.comeBack();
            whole.awaitGone(namespace, "c1");
            assertThat(away.tenants("tenants")).isEmpty();
        }
    }

    private static void annotate(String namespace, String name, String key, String value) {
        whole.client()
                .resources(KamajiControlPlane.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"" + key + "\":\"" + value + "\"}}}");
    }
}
