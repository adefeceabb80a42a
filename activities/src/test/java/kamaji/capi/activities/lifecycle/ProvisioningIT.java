// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.access.Attempt;
import kamaji.capi.activities.access.VerifyAccess;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Applied;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Published;
import kamaji.capi.workflows.lifecycle.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of a provision, one after the other, with the requests that each sends. */
class ProvisioningIT {

    /** Trap 1: with a ClusterClass the control plane is not named like its Cluster, by which all Secrets are named. */
    @ParameterizedTest
    @CsvSource({"same, same", "control-plane, cluster"})
    void aControlPlaneIsProvisionedInAtMostNineWritesAndSettles(String name, String clusterName) {
        try (Bench bench = Bench.withCluster(name, clusterName)) {
            List<String> writes = new ArrayList<>();
            writes.addAll(bench.writes(() -> applies(bench)));
            bench.kamajiIsReady(Bench.server().kubeconfigFor(adminToken(bench)));
            writes.addAll(bench.writes(() -> publishes(bench)));
            writes.addAll(bench.writes(() -> issues(bench, name, clusterName)));
            writes.addAll(bench.writes(() -> reports(bench, new Access(Access.Verdict.ALLOWED, null))));

            assertThat(writes)
                    .containsExactly(
                            "patch kamajicontrolplanes",
                            "patch tenantcontrolplanes",
                            "patch kamajicontrolplanes",
                            "patch kubevirtclusters",
                            "patch kubevirtclusters/status",
                            "patch secrets",
                            "patch secrets",
                            "patch kamajicontrolplanes/status",
                            "create events",
                            "create events");
            Facts settled = bench.observe();
            ControlPlane controlPlane = Objects.requireNonNull(settled.controlPlane());
            assertThat(Objects.requireNonNull(controlPlane.settled()).digest()).isEqualTo(settled.digest());
            assertThat(controlPlane.settled().result()).isEqualTo("Converged");
            assertThat(bench.writes(() -> everyStepAgain(bench))).isEmpty();
            assertThat(Attention.of(bench.ref, asCached(bench, clusterName)).urgency())
                    .isEqualTo(Attention.Urgency.NONE);
        }
    }

    /** What the watcher knows: no Secret of Kamaji itself, no content of any. */
    private static Facts asCached(Bench bench, String clusterName) {
        Secret kubeconfig = Objects.requireNonNull(bench.secret(clusterName + "-kubeconfig"));
        Secret ca = Objects.requireNonNull(bench.secret(clusterName + "-ca"));
        boolean cached = "capi".equals(ca.getMetadata().getLabels().get("kamaji.clastix.io/component"));
        return ClusterObjects.of(bench.ref, ClusterObjects.Source.CACHES, bench.controlPlane())
                .withCluster(bench.get(ClusterView.CONTEXT, clusterName))
                .withTenant(bench.tenant())
                .withInfrastructure(ObservedInfrastructure.of(served(bench), bench.infrastructure()))
                .withSecrets(PublishedSecret.of(kubeconfig), cached ? PublishedSecret.of(ca) : null)
                .facts();
    }

    private static ServedInfrastructure served(Bench bench) {
        InfrastructureRef ref = Objects.requireNonNull(
                Objects.requireNonNull(bench.observe().cluster()).infrastructure());
        return ServedInfrastructure.find(ref, InfrastructureKinds.builtIn(), new ServedKinds(bench.provider))
                .orElseThrow();
    }

    private static void applies(Bench bench) {
        Applied applied = bench.activities.applyTenantControlPlane(bench.target());

        Facts seen = bench.observe();
        assertThat(applied.controlPlane()).isEqualTo(seen.controlPlane());
        assertThat(applied.tenant()).isEqualTo(seen.tenant());
        assertThat(applied.tenant().applied()).isTrue();
        assertThat(applied.controlPlane().finalizer()).isTrue();
        GenericKubernetesResource live = bench.controlPlane();
        assertThat(live.getMetadata().getAnnotations()).containsEntry("clusterctl.cluster.x-k8s.io/block-move", "true");
    }

    private static void publishes(Bench bench) {
        Published published = bench.activities.publishEndpoint(bench.target());

        Facts seen = bench.observe();
        assertThat(published.controlPlane()).isEqualTo(seen.controlPlane());
        assertThat(published.infrastructure()).isEqualTo(seen.infrastructure());
        assertThat(String.valueOf(published.controlPlane().endpoint())).isEqualTo("192.0.2.10:6443");
        assertThat(Objects.requireNonNull(published.infrastructure()).provisioned())
                .isTrue();
    }

    private static void issues(Bench bench, String name, String clusterName) {
        Credentials issued = bench.activities.issueCredentials(bench.target());

        assertThat(issued).isEqualTo(bench.observe().credentials());
        assertThat(issued.published()).isTrue();
        Secret kubeconfig = Objects.requireNonNull(bench.secret(clusterName + "-kubeconfig"));
        assertThat(kubeconfig.getType()).isEqualTo("cluster.x-k8s.io/secret");
        assertThat(kubeconfig.getMetadata().getLabels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cluster.x-k8s.io/cluster-name", clusterName,
                        "kamaji.clastix.io/component", "capi",
                        "kamaji.clastix.io/secret", "kubeconfig",
                        "kamaji.clastix.io/cluster", clusterName,
                        "kamaji.clastix.io/tcp", name));
        OwnerReference owner = kubeconfig.getMetadata().getOwnerReferences().get(0);
        assertThat(owner.getKind()).isEqualTo("KamajiControlPlane");
        assertThat(owner.getController()).isTrue();
        Secret ca = Objects.requireNonNull(bench.secret(clusterName + "-ca"));
        assertThat(ca.getMetadata().getLabels()).containsEntry("cluster.x-k8s.io/cluster-name", clusterName);
        assertThat(ca.getType()).isEqualTo(name.equals(clusterName) ? "Opaque" : "cluster.x-k8s.io/secret");
        assertThat(decoded(ca, "tls.crt")).isEqualTo("certificate");
    }

    private static void reports(Bench bench, Access access) {
        Target target = bench.target();
        Decision decision = Decisions.decide(bench.ref, bench.observe(), new RunState(List.of(), access, null));

        ControlPlane reported = bench.activities
                .reportStatus(target, Objects.requireNonNull(decision.report()))
                .controlPlane();

        assertThat(reported).isEqualTo(bench.observe().controlPlane());
        assertThat(reported.reported()).isEqualTo(decision.report().hash());
        assertThat(reported.initialized()).isTrue();
    }

    private static void everyStepAgain(Bench bench) {
        bench.activities.applyTenantControlPlane(bench.target());
        bench.activities.publishEndpoint(bench.target());
        bench.activities.issueCredentials(bench.target());
        Facts facts = bench.observe();
        Decision decision = Decisions.decide(bench.ref, facts, RunState.NONE);
        assertThat(decision.due()).isEmpty();
        bench.activities.reportStatus(bench.target(), Objects.requireNonNull(decision.report()));
    }

    @Test
    void eachReadAndWriteIsOneRequest() {
        try (Bench bench = Bench.withCluster("one", "one")) {
            Target target = bench.target();

            assertThat(bench.requests(() -> bench.activities.applyTenantControlPlane(target)))
                    .containsExactly(
                            "get kamajicontrolplanes",
                            "get clusters",
                            "get tenantcontrolplanes",
                            "patch kamajicontrolplanes",
                            "patch tenantcontrolplanes");
        }
    }

    @Test
    void theTenantIsAskedWithThePublishedKubeconfig() {
        try (Bench bench = Bench.withCluster("asked", "asked")) {
            bench.activities.applyTenantControlPlane(bench.target());
            bench.kamajiIsReady(Bench.server().kubeconfigFor(adminToken(bench)));
            bench.activities.issueCredentials(bench.target());
            KubernetesApi api = new KubernetesApi(bench.provider);
            LiveObjects live = new LiveObjects(
                    api, new ServedKinds(bench.provider), InfrastructureKinds.builtIn(), List.of(), ExternalGates.OFF);
            VerifyAccess verify = new VerifyAccess(live, api, AccessCheck.REQUIRED);

            Access access = verify.run(bench.target(), new Attempt(1, true, Duration.ZERO));

            assertThat(access).isEqualTo(new Access(Access.Verdict.ALLOWED, null));
        }
    }

    /** A token of somebody who may do everything, as Kamaji's administrator may in the tenant. */
    private static String adminToken(Bench bench) {
        return Administrators.token(bench);
    }

    private static String decoded(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }
}
