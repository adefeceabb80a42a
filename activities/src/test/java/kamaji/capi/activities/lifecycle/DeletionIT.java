// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The TenantControlPlane goes first, and only then the KamajiControlPlane. */
class DeletionIT {

    @Test
    void theControlPlaneIsHeldUntilTheTenantControlPlaneIsGone() {
        try (Bench bench = Bench.withCluster("end", "end")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(Bench.TENANTS, "end", "{metadata: {finalizers: [finalizer.kamaji.clastix.io]}}");
            bench.admin.resource(bench.controlPlane()).delete();
            Target target = bench.target();

            assertThat(bench.writes(() -> deletes(bench, target))).containsExactly("delete tenantcontrolplanes");
            assertThat(bench.writes(() -> deletes(bench, target))).isEmpty();
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(target));

            bench.patch(Bench.TENANTS, "end", "{metadata: {finalizers: null}}");
            Awaitility.await().until(() -> bench.get(Bench.TENANTS, "end") == null);
            assertThat(bench.activities.deleteTenantControlPlane(target)).isNull();
            assertThat(bench.writes(() -> bench.activities.releaseControlPlane(target)))
                    .containsExactly("patch kamajicontrolplanes");
            assertThat(bench.get(Bench.CONTROL_PLANES, "end")).isNull();
            bench.activities.releaseControlPlane(target);
        }
    }

    private static void deletes(Bench bench, Target target) {
        TenantControlPlane left = bench.activities.deleteTenantControlPlane(target);
        assertThat(Objects.requireNonNull(left).deleting()).isTrue();
    }

    @Test
    void otherFinalizersAndTheTenantControlPlanesOfOthersStay() {
        try (Bench bench = Bench.withCluster("others", "others")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "others",
                    "{metadata: {finalizers: [a.test/first, controlplane.kamaji.clastix.io/finalizer, b.test/last]}}");
            bench.patch(Bench.TENANTS, "others", "{metadata: {ownerReferences: null}}");
            bench.admin.resource(bench.controlPlane()).delete();
            Target target = bench.target();

            assertThat(bench.writes(() -> bench.activities.deleteTenantControlPlane(target)))
                    .isEmpty();
            bench.activities.releaseControlPlane(target);

            assertThat(bench.controlPlane().getMetadata().getFinalizers())
                    .containsExactly("a.test/first", "b.test/last");
            bench.patch(Bench.CONTROL_PLANES, "others", "{metadata: {finalizers: null}}");
        }
    }

    @Test
    void nothingIsDeletedWithoutADeletion() {
        try (Bench bench = Bench.withCluster("alive", "alive")) {
            bench.activities.applyTenantControlPlane(bench.target());
            Target target = bench.target();

            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.deleteTenantControlPlane(target));
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(target));

            assertThat(bench.tenant().isMarkedForDeletion()).isFalse();
        }
    }

    private static final String MOVE = "{metadata: {annotations: {clusterctl.cluster.x-k8s.io/delete-for-move: \"\"}}}";
    private static final String FORCE =
            "{metadata: {annotations: {controlplane.kamaji.clastix.io/force-release: \"operator: the store is lost\"}}}";

    @Test
    void nothingIsDeletedWhileWorkerMachinesExist() {
        try (Bench bench = Bench.withCluster("workers", "workers")) {
            bench.activities.applyTenantControlPlane(bench.target());
            GenericKubernetesResource machine = bench.create("""
                    apiVersion: cluster.x-k8s.io/v1beta2
                    kind: Machine
                    metadata: {name: worker, labels: {cluster.x-k8s.io/cluster-name: workers}}
                    spec:
                      clusterName: workers
                      bootstrap: {dataSecretName: none}
                      infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtMachine, name: worker}
                    """);
            assertThat(bench.observe().ending()).isNull();
            bench.admin.resource(bench.controlPlane()).delete();
            Target target = bench.target();

            assertThat(bench.observe().waitsForWorkers()).isTrue();
            assertThat(bench.writes(() -> StepFailures.messageOf(
                            Failure.Kind.STALE, () -> bench.activities.deleteTenantControlPlane(target))))
                    .isEmpty();
            assertThat(bench.tenant().isMarkedForDeletion()).isFalse();

            bench.admin.resource(machine).delete();
            assertThat(bench.observe().waitsForWorkers()).isFalse();
            assertThat(bench.activities.deleteTenantControlPlane(target)).isNull();
            bench.activities.releaseControlPlane(target);
        }
    }

    @Test
    void whatClusterctlMovedIsLetGoOfAndItsTenantControlPlaneSurvives() {
        try (Bench bench = Bench.withCluster("moved", "moved")) {
            bench.activities.applyTenantControlPlane(bench.target());
            assertThat(bench.controlPlane().getMetadata().getAnnotations())
                    .containsKey("clusterctl.cluster.x-k8s.io/block-move");
            bench.pauseCluster();
            bench.patch(Bench.CONTROL_PLANES, "moved", MOVE);
            bench.admin.resource(bench.controlPlane()).delete();
            Target target = bench.target();

            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.deleteTenantControlPlane(target));
            assertThat(bench.activities.releaseControlPlane(target)).contains("moved");

            assertThat(bench.get(Bench.CONTROL_PLANES, "moved")).isNull();
            assertThat(bench.tenant().getMetadata().getOwnerReferences()).isEmpty();
            assertThat(bench.tenant().isMarkedForDeletion()).isFalse();
            assertThat(events(bench)).anyMatch(event -> event.getReason().equals("TenantControlPlaneOrphaned"));
        }
    }

    @Test
    void aBlockOfMovesThatSomebodyRemovedComesBackAndNothingElseIsWritten() {
        try (Bench bench = Bench.withCluster("blocked", "blocked")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "blocked",
                    "{metadata: {annotations: {clusterctl.cluster.x-k8s.io/block-move: null}}}");
            assertThat(Decisions.decide(bench.ref, bench.observe(), RunState.NONE)
                            .due())
                    .contains(Step.APPLY_TENANT_CONTROL_PLANE);

            assertThat(bench.writes(() -> bench.activities.applyTenantControlPlane(bench.target())))
                    .containsExactly("patch kamajicontrolplanes");

            assertThat(bench.controlPlane().getMetadata().getAnnotations())
                    .containsKey("clusterctl.cluster.x-k8s.io/block-move");
            assertThat(Decisions.decide(bench.ref, bench.observe(), RunState.NONE)
                            .due())
                    .doesNotContain(Step.APPLY_TENANT_CONTROL_PLANE);
        }
    }

    @Test
    void whoInsistsIsReleasedAndNamedInAnEvent() {
        try (Bench bench = Bench.withCluster("forced", "forced")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(Bench.TENANTS, "forced", "{metadata: {finalizers: [finalizer.kamaji.clastix.io]}}");
            bench.admin.resource(bench.controlPlane()).delete();
            bench.activities.deleteTenantControlPlane(bench.target());
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(bench.target()));
            bench.patch(Bench.CONTROL_PLANES, "forced", FORCE);

            assertThat(bench.activities.releaseControlPlane(bench.target()))
                    .contains("operator: the store is lost", "finalizer.kamaji.clastix.io");

            assertThat(bench.get(Bench.CONTROL_PLANES, "forced")).isNull();
            assertThat(events(bench)).anySatisfy(event -> {
                assertThat(event.getReason()).isEqualTo("ForceReleased");
                assertThat(event.getMessage()).contains("operator: the store is lost");
            });
            bench.patch(Bench.TENANTS, "forced", "{metadata: {finalizers: null}}");
        }
    }

    /** No event can be made there, and nobody would find it. */
    @Test
    void whoInsistsIsReleasedFromATerminatingNamespaceToo() {
        try (Bench bench = Bench.withCluster("ending", "ending")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.patch(Bench.TENANTS, "ending", "{metadata: {finalizers: [finalizer.kamaji.clastix.io]}}");
            bench.admin.namespaces().withName(bench.namespace).delete();
            Awaitility.await()
                    .until(() -> bench.controlPlane().isMarkedForDeletion()
                            && bench.tenant().isMarkedForDeletion());
            bench.patch(Bench.CONTROL_PLANES, "ending", FORCE);

            assertThat(bench.activities.releaseControlPlane(bench.target())).contains("operator: the store is lost");

            assertThat(bench.get(Bench.CONTROL_PLANES, "ending")).isNull();
            bench.patch(Bench.TENANTS, "ending", "{metadata: {finalizers: null}}");
        }
    }

    private static List<Event> events(Bench bench) {
        return bench.admin.v1().events().inNamespace(bench.namespace).list().getItems();
    }

    /** As one of the existing provider is that was restored before this one has written to it. */
    @Test
    void aTenantControlPlaneOfNobodyWithoutOurMarkIsTakenOverOnceAPersonSaysSo() {
        try (Bench bench = Bench.withCluster("unmarked", "unmarked")) {
            bench.activities.applyTenantControlPlane(bench.target());
            String mark = "controlplane.kamaji.clastix.io/applied";
            bench.patch(
                    Bench.TENANTS,
                    "unmarked",
                    "{metadata: {ownerReferences: null, annotations: {" + mark + ": null}}}");
            assertThat(Objects.requireNonNull(bench.observe().tenant()).adoptable())
                    .isFalse();
            assertThat(Objects.requireNonNull(bench.observe().tenant()).foreign())
                    .contains("annotation " + mark + " with any value has it taken over");

            bench.patch(Bench.TENANTS, "unmarked", "{metadata: {annotations: {" + mark + ": restored}}}");

            assertThat(Objects.requireNonNull(bench.observe().tenant()).adoptable())
                    .isTrue();
        }
    }

    @Test
    void aTenantControlPlaneOfAnEarlierOneOrOfNobodyIsTakenOver() {
        try (Bench bench = Bench.withCluster("restored", "restored")) {
            bench.activities.applyTenantControlPlane(bench.target());
            String tenant = bench.tenant().getMetadata().getUid();
            String uid = bench.controlPlane().getMetadata().getUid();
            // Without a garbage collector in between: it would be faster than this test.
            bench.patch(Bench.TENANTS, "restored", "{metadata: {ownerReferences: null}}");

            assertThat(Objects.requireNonNull(bench.observe().tenant()).adoptable())
                    .isTrue();
            TenantControlPlane taken =
                    bench.activities.applyTenantControlPlane(bench.target()).tenant();

            assertThat(taken.foreign()).isNull();
            assertThat(taken.uid()).isEqualTo(tenant);
            assertThat(taken.applied()).isTrue();
            assertThat(bench.tenant().getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
            assertThat(events(bench)).anyMatch(event -> event.getReason().equals("TenantControlPlaneAdopted"));
        }
    }
}
