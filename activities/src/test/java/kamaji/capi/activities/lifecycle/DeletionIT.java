// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import kamaji.capi.workflows.decision.Failure;
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
}
