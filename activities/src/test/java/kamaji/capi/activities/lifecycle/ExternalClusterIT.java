// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A TenantControlPlane on a second API server, reached by a kubeconfig in a Secret. */
class ExternalClusterIT {
    private static final String RECORD = "controlplane.kamaji.clastix.io/external-tenant";
    private static final String OWNER = "controlplane.kamaji.clastix.io/owner";
    private static final AwayCluster AWAY = new AwayCluster();

    @AfterAll
    static void stop() {
        AWAY.close();
    }

    @Test
    void itIsMadeThereAndServedFromHereAndDeletedThere() {
        String there = AWAY.namespace();
        try (Bench bench = referring("life", there)) {
            long mark = AWAY.server.auditLog().size();
            secret(bench, AWAY.kubeconfig());
            bench.activities.applyTenantControlPlane(bench.target());

            String name = "kcp-" + bench.controlPlane().getMetadata().getUid();
            GenericKubernetesResource tenant = AWAY.tenant(there, name);
            assertThat(tenant.getMetadata().getOwnerReferences()).isEmpty();
            assertThat(tenant.getMetadata().getAnnotations())
                    .containsEntry(
                            OWNER,
                            bench.namespace + "/life/"
                                    + bench.controlPlane().getMetadata().getUid());
            assertThat(bench.get(Bench.TENANTS, "life")).isNull();
            assertThat(bench.controlPlane().getMetadata().getFinalizers())
                    .contains("controlplane.kamaji.clastix.io/finalizer", "ecr.kamaji.clastix.io/finalizer");
            assertThat(bench.controlPlane().getMetadata().getAnnotations())
                    .doesNotContainKey("clusterctl.cluster.x-k8s.io/block-move")
                    .containsKey(RECORD);

            AWAY.kamajiIsReady(there, name);
            bench.activities.publishEndpoint(bench.target());
            bench.activities.issueCredentials(bench.target());
            Facts ready = bench.observe();
            assertThat(ready.external()).isNotNull().matches(ExternalCluster::known);
            assertThat(Objects.requireNonNull(ready.tenant()).applied()).isTrue();
            assertThat(ready.credentials().kubeconfig()).isEqualTo(State.CURRENT);
            assertThat(ready.credentials().certificateAuthority()).isEqualTo(State.CURRENT);
            assertThat(text(bench.secret("life-kubeconfig"), "value")).isEqualTo("kubeconfig of " + name);
            assertThat(bench.writes(() -> bench.activities.applyTenantControlPlane(bench.target())))
                    .isEmpty();

            deletes(bench, there, name);
            assertThat(AWAY.requestsSince(mark, there))
                    .as("exactly what deploy/external/rbac.yaml grants is used")
                    .containsExactlyInAnyOrder(
                            "get tenantcontrolplanes",
                            "patch tenantcontrolplanes",
                            "delete tenantcontrolplanes",
                            "get secrets");
        }
    }

    /** As a user does, with Kamaji's finalizer on it for a while. */
    private static void deletes(Bench bench, String there, String name) {
        bench.admin.resource(bench.controlPlane()).delete();
        deletesThere(bench, there, name);
    }

    private static void deletesThere(Bench bench, String there, String name) {
        AWAY.patch(there, name, "{metadata: {finalizers: [finalizer.kamaji.clastix.io]}}");
        TenantControlPlane left = Objects.requireNonNull(bench.activities.deleteTenantControlPlane(bench.target()));
        assertThat(left.deleting()).isTrue();
        StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(bench.target()));

        AWAY.patch(there, name, "{metadata: {finalizers: null}}");
        assertThat(bench.observe().tenant()).isNull();
        bench.activities.releaseControlPlane(bench.target());
        assertThat(bench.get(Bench.CONTROL_PLANES, bench.ref.name())).isNull();
        assertThat(AWAY.find(there, name)).isNull();
    }

    @Test
    void eachThingThatIsWrongIsNamedUntilItIsCorrected() {
        String there = AWAY.server.freshNamespace("wrong");
        try (Bench bench = referring("wrong", there)) {
            assertProblem(bench, "Secret " + bench.namespace + "/away with the kubeconfig does not exist");

            secret(bench, "other-key", "nothing");
            assertProblem(bench, "has no key config");
            secret(bench, "very-secret");
            assertProblem(bench, "it is not YAML of the kind Config");
            secret(bench, AWAY.kubeconfig().replaceAll("token: .*", "tokenFile: /very-secret"));
            assertProblem(bench, "user.tokenFile names a file");
            secret(
                    bench,
                    AWAY.kubeconfig()
                            .replaceAll("certificate-authority-data: .*", "certificate-authority-data: bm8gUEVN"));
            assertProblem(bench, "a certificate or key in it is broken");
            secret(bench, AWAY.kubeconfig().replaceAll("token: .*", "token: unknown"));
            assertProblem(bench, "or not to these credentials");
            secret(bench, AWAY.kubeconfig().replaceAll("server: .*", "server: https://127.0.0.1:1"));
            assertProblem(bench, "does not answer");
            secret(bench, AWAY.kubeconfig());
            assertProblem(bench, "may not read TenantControlPlanes in namespace " + there + " (403)");

            AWAY.permit(there);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    Objects.requireNonNull(bench.observe().external())
                                            .problem())
                            .isNull());
        }
    }

    @Test
    void aClusterWithoutKamajiAndANamespaceThatIsMissingAreNamed() throws IOException {
        try (KubernetesServer bare = KubernetesServer.start(KubernetesServerOptions.plain());
                Bench bench = referring("bare", "nowhere")) {
            secret(bench, administrator(bare));
            assertProblem(bench, "Kamaji is not installed on the cluster of key config");

            secret(bench, administrator(AWAY.server));
            assertThat(Objects.requireNonNull(bench.observe().external()).problem())
                    .isNull();
            assertThat(StepFailures.messageOf(
                            Failure.Kind.RETRY, () -> bench.activities.applyTenantControlPlane(bench.target())))
                    .contains("namespace nowhere does not exist: create it");
        }
    }

    @Test
    void aSecretThatLeadsToAnotherClusterIsRefusedAndNothingIsMadeThere() throws IOException {
        String there = AWAY.namespace();
        try (KubernetesServer third = KubernetesServer.start(KubernetesServerOptions.plain());
                Bench bench = referring("pointed", there)) {
            third.applyCrds(AwayCluster.KINDS);
            secret(bench, AWAY.kubeconfig());
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "pointed",
                    "{spec: {deployment: {externalClusterReference: {tenantControlPlaneName: blue}}}}");
            bench.activities.applyTenantControlPlane(bench.target());
            assertThat(AWAY.tenant(there, "blue").getMetadata().getAnnotations())
                    .containsKey(OWNER);
            assertThat(bench.controlPlane().getMetadata().getAnnotations().get(RECORD))
                    .contains("clusterUid");

            secret(bench, administrator(third));
            assertProblem(bench, "that is another cluster than the one it was made on");
            StepFailures.messageOf(
                    Failure.Kind.WAIT_FOR_CHANGE, () -> bench.activities.applyTenantControlPlane(bench.target()));
            bench.admin.resource(bench.controlPlane()).delete();
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(bench.target()));

            secret(bench, AWAY.kubeconfig());
            deletesThere(bench, there, "blue");
        }
    }

    private static String administrator(KubernetesServer server) throws IOException {
        return Files.readString(server.kubeconfig());
    }

    @Test
    void withoutTheGateNothingIsReadThere() {
        try (Bench bench = referring("gate", "any")) {
            KubernetesControlPlaneActivities off = new KubernetesControlPlaneActivities(
                    bench.provider,
                    Bench.INSTANCE,
                    AccessCheck.OFF,
                    InfrastructureKinds.builtIn(),
                    ExternalGates.OFF,
                    List.of(),
                    Clock.systemUTC());

            ExternalCluster seen = Objects.requireNonNull(off.observe(bench.ref).external());

            assertThat(seen.problem()).contains("feature gate ExternalClusterReference is off");
            assertThat(bench.requests(() -> off.observe(bench.ref))).doesNotContain("get secrets");
        }
    }

    @Test
    void oneOfTheExistingProviderIsAdoptedUnderItsName() {
        String there = AWAY.namespace();
        try (Bench bench = referring("older", there)) {
            secret(bench, AWAY.kubeconfig());
            bench.activities.applyTenantControlPlane(bench.target());
            String name = "kcp-" + bench.controlPlane().getMetadata().getUid();
            String uid = AWAY.tenant(there, name).getMetadata().getUid();
            // What the existing provider leaves: no owner, no record, its finalizer only.
            AWAY.patch(there, name, "{metadata: {annotations: null}}");
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "older",
                    "{metadata: {annotations: null, finalizers: [ecr.kamaji.clastix.io/finalizer]}}");

            Facts seen = bench.observe();
            assertThat(Objects.requireNonNull(seen.tenant()).foreign()).isNull();
            bench.activities.applyTenantControlPlane(bench.target());

            assertThat(AWAY.tenants(there))
                    .singleElement()
                    .satisfies(one -> assertThat(one.getMetadata().getUid()).isEqualTo(uid));
            assertThat(AWAY.tenant(there, name).getMetadata().getAnnotations()).containsKey(OWNER);
            assertThat(bench.controlPlane().getMetadata().getAnnotations()).containsKey(RECORD);
        }
    }

    @Test
    void afterAMoveItGoesOnWithTheSameTenantControlPlane() {
        String there = AWAY.namespace();
        try (Bench bench = referring("moved", there)) {
            secret(bench, AWAY.kubeconfig());
            bench.activities.applyTenantControlPlane(bench.target());
            String name = "kcp-" + bench.controlPlane().getMetadata().getUid();
            GenericKubernetesResource backup = bench.controlPlane();

            bench.pauseCluster();
            bench.patch(
                    Bench.CONTROL_PLANES,
                    "moved",
                    "{metadata: {annotations: {clusterctl.cluster.x-k8s.io/delete-for-move: \"\"}}}");
            bench.admin.resource(bench.controlPlane()).delete();
            assertThat(bench.activities.releaseControlPlane(bench.target())).contains("was moved");
            assertThat(bench.get(Bench.CONTROL_PLANES, "moved")).isNull();
            bench.patch(ClusterView.CONTEXT, "moved", "{spec: {paused: false}}");

            backup.getMetadata().setResourceVersion(null);
            backup.getMetadata().setUid(null);
            backup.getMetadata().setManagedFields(List.of());
            backup.getMetadata().getAnnotations().remove("clusterctl.cluster.x-k8s.io/delete-for-move");
            bench.admin.resource(backup).create();
            TenantControlPlane found = Objects.requireNonNull(bench.observe().tenant());
            assertThat(found.foreign()).startsWith("an earlier KamajiControlPlane");
            assertThat(found.adoptable()).isTrue();
            TenantControlPlane taken =
                    bench.activities.applyTenantControlPlane(bench.target()).tenant();

            assertThat(taken.foreign()).isNull();
            assertThat(taken.uid()).isEqualTo(found.uid());
            assertThat(AWAY.tenants(there)).hasSize(1);
            assertThat(AWAY.tenant(there, name).getMetadata().getAnnotations().get(OWNER))
                    .endsWith(bench.controlPlane().getMetadata().getUid());
            assertThat(Objects.requireNonNull(bench.observe().controlPlane()).finalizer())
                    .as("written down by the new one too")
                    .isTrue();
        }
    }

    @Test
    void aReferenceThatIsRemovedBlocksAndTheDeletionStillEnds() {
        String there = AWAY.namespace();
        try (Bench bench = referring("removed", there)) {
            secret(bench, AWAY.kubeconfig());
            bench.activities.applyTenantControlPlane(bench.target());
            String name = "kcp-" + bench.controlPlane().getMetadata().getUid();
            bench.patch(Bench.CONTROL_PLANES, "removed", "{spec: {deployment: null}}");

            assertProblem(bench, "put the reference back");
            assertThat(bench.get(Bench.TENANTS, "removed")).isNull();

            deletes(bench, there, name);
        }
    }

    @Test
    void aReferenceThatComesLateIsRefused() {
        try (Bench bench = Bench.withCluster("late", "late")) {
            bench.activities.applyTenantControlPlane(bench.target());
            refer(bench, AWAY.namespace());
            secret(bench, AWAY.kubeconfig());

            assertProblem(bench, "runs on this cluster already");
        }
    }

    @Test
    void theKubeconfigThatIsLostEndsADeletionOnlyByForce() {
        String there = AWAY.namespace();
        try (Bench bench = referring("lost", there)) {
            secret(bench, AWAY.kubeconfig());
            bench.activities.applyTenantControlPlane(bench.target());
            bench.admin.resource(Objects.requireNonNull(bench.secret("away"))).delete();
            bench.admin.resource(bench.controlPlane()).delete();
            assertThat(StepFailures.messageOf(
                            Failure.Kind.WAIT_FOR_CHANGE,
                            () -> bench.activities.deleteTenantControlPlane(bench.target())))
                    .contains("does not exist: create it");
            StepFailures.messageOf(Failure.Kind.STALE, () -> bench.activities.releaseControlPlane(bench.target()));

            bench.patch(
                    Bench.CONTROL_PLANES,
                    "lost",
                    "{metadata: {annotations: {controlplane.kamaji.clastix.io/force-release: \"operator: lost\"}}}");
            assertThat(bench.activities.releaseControlPlane(bench.target())).contains("operator: lost");
            assertThat(bench.get(Bench.CONTROL_PLANES, "lost")).isNull();
        }
    }

    @Test
    void aClusterThatAcceptsAndNeverAnswersDelaysNoOther() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(20);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Bench dead = referring("dead", "any");
                Bench healthy = referring("healthy", AWAY.namespace())) {
            secret(
                    dead,
                    AWAY.kubeconfig().replaceAll("server: .*", "server: https://127.0.0.1:" + silent.getLocalPort()));
            secret(healthy, AWAY.kubeconfig());
            healthy.observe();
            List<Future<Facts>> waiting = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                waiting.add(workers.submit((Callable<Facts>) () -> observedOrTold(dead)));
            }
            long before = System.nanoTime();
            List<Future<Facts>> served = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                served.add(workers.submit((Callable<Facts>) healthy::observe));
            }
            for (Future<Facts> each : served) {
                assertThat(Objects.requireNonNull(each.get().external()).problem())
                        .isNull();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("20 healthy ones behind 40 dead ones on 20 threads")
                    .isLessThan(Duration.ofSeconds(8));
            for (Future<Facts> each : waiting) {
                each.get();
            }
            assertProblem(dead, "does not answer");
        } finally {
            workers.shutdownNow();
        }
    }

    /** Whoever finds the way full is told so. */
    private static Facts observedOrTold(Bench dead) {
        try {
            return dead.observe();
        } catch (ApplicationFailure busy) {
            assertThat(busy.getOriginalMessage()).contains("busy");
            return Facts.GONE;
        }
    }

    private static void assertProblem(Bench bench, String says) {
        Facts seen = bench.observe();
        assertThat(String.valueOf(Objects.requireNonNull(seen.external()).problem()))
                .contains(says)
                .doesNotContain("very-secret");
        assertThat(seen.tenant()).isNull();
    }

    private static Bench referring(String name, String namespaceThere) {
        Bench bench = Bench.withCluster(name, name);
        refer(bench, namespaceThere);
        return bench;
    }

    private static void refer(Bench bench, String namespaceThere) {
        bench.patch(Bench.CONTROL_PLANES, bench.ref.name(), """
                spec:
                  deployment:
                    externalClusterReference:
                      deploymentNamespace: %s
                      kubeconfigSecretName: away
                      kubeconfigSecretKey: config
                """.formatted(namespaceThere));
    }

    private static void secret(Bench bench, String kubeconfig) {
        secret(bench, "config", kubeconfig);
    }

    private static void secret(Bench bench, String key, String text) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(bench.namespace)
                .withName("away")
                .endMetadata()
                .withData(Map.of(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .build();
        Secret existing = bench.secret("away");
        if (existing == null) {
            bench.admin.resource(secret).create();
        } else {
            bench.admin.resource(secret).update();
        }
    }

    private static String text(@Nullable Secret secret, String key) {
        return new String(
                Base64.getDecoder()
                        .decode(Objects.requireNonNull(secret).getData().get(key)),
                StandardCharsets.UTF_8);
    }
}
