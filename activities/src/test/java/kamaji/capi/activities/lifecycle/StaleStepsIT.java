// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities;
import kamaji.capi.workflows.lifecycle.Target;
import kamaji.capi.workflows.status.StatusReport;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was observed is no longer so: nothing is written, and the workflow looks again. */
class StaleStepsIT {

    static Stream<Named<BiConsumer<ControlPlaneActivities, Target>>> writingSteps() {
        return Stream.of(
                Named.of("apply", ControlPlaneActivities::applyTenantControlPlane),
                Named.of("publish", ControlPlaneActivities::publishEndpoint),
                Named.of("issue", ControlPlaneActivities::issueCredentials));
    }

    @ParameterizedTest
    @MethodSource("writingSteps")
    void nothingIsWrittenForAnotherUidOrWhilePaused(BiConsumer<ControlPlaneActivities, Target> step) {
        try (Bench bench = Bench.withCluster("stale", "stale")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.kamajiIsReady("kubeconfig");
            Target target = bench.target();
            Target earlier = new Target(bench.ref, "another-uid", target.resourceVersion());

            assertThat(bench.writes(() -> isStale(bench, step, earlier))).isEmpty();
            bench.patch(Bench.CONTROL_PLANES, "stale", "{metadata: {annotations: {cluster.x-k8s.io/paused: \"\"}}}");
            assertThat(bench.writes(() -> isStale(bench, step, target))).isEmpty();
            bench.patch(Bench.CONTROL_PLANES, "stale", "{metadata: {annotations: {cluster.x-k8s.io/paused: null}}}");
            bench.pauseCluster();
            assertThat(bench.writes(() -> isStale(bench, step, target))).isEmpty();
        }
    }

    private static void isStale(Bench bench, BiConsumer<ControlPlaneActivities, Target> step, Target target) {
        StepFailures.messageOf(Failure.Kind.STALE, () -> step.accept(bench.activities, target));
    }

    @Test
    void whatIsGoneIsObservedAsGoneAndReleasedWithoutAWord() {
        try (Bench bench = new Bench("gone", "gone")) {
            Target target = new Target(bench.ref, "uid", "1");

            assertThat(bench.observe()).isEqualTo(Facts.GONE);
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.applyTenantControlPlane(target));
            bench.activities.releaseControlPlane(target);
        }
    }

    @Test
    void aRunOfAnotherInstanceIsRefused() {
        try (Bench bench = new Bench("other", "other")) {
            ClusterRef other = new ClusterRef("elsewhere", bench.namespace, "other");

            assertThat(StepFailures.messageOf(Failure.Kind.BUG, () -> bench.activities.observe(other)))
                    .contains("elsewhere", "--instance");
        }
    }

    @Test
    void aStatusIsOnlyWrittenOnWhatWasObserved() {
        try (Bench bench = Bench.withCluster("status", "status")) {
            Target target = bench.target();
            StatusReport report = Objects.requireNonNull(
                    Decisions.decide(bench.ref, bench.observe(), RunState.NONE).report());
            bench.patch(Bench.CONTROL_PLANES, "status", "{spec: {replicas: 3}}");

            assertThat(bench.writes(() -> StepFailures.messageOf(
                            Failure.Kind.STALE, () -> bench.activities.reportStatus(target, report))))
                    .isEmpty();
        }
    }

    @Test
    void aPauseByTheClusterIsToldOnce() {
        try (Bench bench = Bench.withCluster("paused", "paused")) {
            bench.pauseCluster();
            Facts facts = bench.observe();
            StatusReport report = Objects.requireNonNull(
                    Decisions.decide(bench.ref, facts, RunState.NONE).report());

            List<String> writes = bench.writes(() -> bench.activities.reportStatus(bench.target(), report));

            assertThat(writes).containsExactly("patch kamajicontrolplanes/status", "create events");
            assertThat(Decisions.decide(bench.ref, bench.observe(), RunState.NONE)
                            .report())
                    .isNull();
            assertThat(bench.writes(() -> bench.activities.reportStatus(bench.target(), report)))
                    .isEmpty();
        }
    }

    @Test
    void guardedWritesAreStaleOnceSomebodyElseHasWritten() {
        try (Bench bench = Bench.withCluster("guard", "guard")) {
            KubernetesApi api = new KubernetesApi(bench.provider);
            GenericKubernetesResource before = bench.controlPlane();
            String version = before.getMetadata().getResourceVersion();
            bench.patch(Bench.CONTROL_PLANES, "guard", "{metadata: {labels: {a: b}}}");
            Map<String, Object> replicas = Map.of("replicas", 5);

            isStale(() -> api.json(
                    Bench.CONTROL_PLANES,
                    Patch.ofOperations(before, List.of(new Patch.Operation("add", "/spec/replicas", 5)))));
            isStale(() -> api.merge(Bench.CONTROL_PLANES, Patch.ofVersion(before, version, "spec", replicas)));
            before.getMetadata().setUid("another-uid");
            isStale(() -> api.merge(Bench.CONTROL_PLANES, Patch.ofUid(before, "spec", replicas)));
            before.getMetadata().setName("nobody");
            isStale(() -> api.merge(Bench.CONTROL_PLANES, Patch.ofUid(before, "spec", replicas)));

            assertThat(Objects.requireNonNull(bench.observe().controlPlane()).replicas())
                    .isEqualTo(2);
        }
    }

    @Test
    void onlyTheTenantControlPlaneOfTheSameUidIsDeleted() {
        try (Bench bench = Bench.withCluster("uid", "uid")) {
            bench.activities.applyTenantControlPlane(bench.target());
            KubernetesApi api = new KubernetesApi(bench.provider);

            GenericKubernetesResource another = bench.tenant();
            another.getMetadata().setUid("another-uid");
            isStale(() -> api.delete(Bench.TENANTS, another));

            assertThat(bench.tenant().isMarkedForDeletion()).isFalse();
        }
    }

    private static void isStale(ThrowingCallable write) {
        StepFailure failure = Assertions.catchThrowableOfType(StepFailure.class, write);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.message()).isEqualTo(Failure.Kind.STALE);
    }
}
