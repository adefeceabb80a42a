// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.LocalServer;
import kamaji.capi.local.simulation.ObjectWatch;
import kamaji.capi.local.simulation.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KamajiSimulatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final KamajiOptions QUICK = KamajiOptions.immediate();

    private final LocalServer server = new LocalServer("kamaji");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> phases = Collections.synchronizedList(new ArrayList<>());
    private final List<KubeObject> states = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void dataStore() {
        store("default");
    }

    private void store(String name) {
        if (server.calls.get(Kamaji.DATA_STORE, "", name).isEmpty()) {
            Map<String, Object> leaf = Map.of("content", "eA==");
            server.create(
                    Kamaji.DATA_STORE,
                    name,
                    Map.of(
                            "driver", "PostgreSQL",
                            "endpoints", List.of("127.0.0.1:5432"),
                            "basicAuth", Map.of("username", leaf, "password", leaf)));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        KamajiSimulator.removeWebhooks(server.client);
        server.close();
    }

    @Test
    void tenantGetsEndpointThenSecretsThenPodsThenRights() {
        KamajiOptions paced = QUICK.withEndpointDelay(Duration.ofMillis(300))
                .withReadyDelay(Duration.ofSeconds(3))
                .withAccessDelay(Duration.ofSeconds(5))
                .withStepDelay(Duration.ofMillis(5))
                .withEveryObject(true);
        start(paced);
        watch();
        create("demo", 2, "ClusterIP");
        awaitPhase("demo", "Ready");
        KubeObject ready = tenant("demo");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(phases)
                        .startsWith("", "Provisioning", "NotReady")
                        .endsWith("Ready"));
        assertThat(ready.text("status", "controlPlaneEndpoint"))
                .isEqualTo(server.calls.server().getHost() + ":"
                        + server.calls.server().getPort());
        assertThat(mayDoEverything("demo-admin-kubeconfig", "super-admin.conf")).isTrue();
        assertThat(mayDoEverything("demo-admin-kubeconfig", "admin.conf")).isFalse();
        await().atMost(PATIENCE).until(() -> mayDoEverything("demo-admin-kubeconfig", "admin.conf"));
        await().atMost(PATIENCE)
                .until(() -> tenant("demo").finalizers().contains(Kamaji.SOOT_FINALIZER)
                        && tenant("demo").flag("status", "addons", "coreDNS", "enabled"));
        assertOrder();
    }

    /** What appears in the status, and when, relative to each other. */
    private void assertOrder() {
        int endpoint = first("status", "controlPlaneEndpoint");
        int authority = first("status", "certificates", "ca", "checksum");
        int admin = first("status", "kubeconfig", "admin", "checksum");
        int storage = first("status", "storage", "dataStoreName");
        int deployment = first("status", "kubernetesResources", "deployment", "name");
        int observed = first("status", "observedGeneration");
        assertThat(List.of(endpoint, authority, admin, storage, deployment, observed))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(states.get(0).at("status")).isNull();
        KubeObject last = states.get(states.size() - 1);
        assertThat(last.generation())
                .as("the finalizer update rewrites the spec")
                .isEqualTo(2);
        assertThat(last.at("spec", "writePermissions")).isEqualTo(Map.of());
        assertThat(server.get(Kind.SECRET, "demo-ca").map("data").keySet())
                .containsExactly("ca.crt", "ca.key", "tls.crt", "tls.key");
        assertThat(server.get(Kind.DEPLOYMENT, "demo").number(0, "status", "readyReplicas"))
                .isEqualTo(2);
    }

    private int first(String... path) {
        for (int state = 0; state < states.size(); state++) {
            if (!states.get(state).text(path).isEmpty()) {
                return state;
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void scalingUpgradingAndSleepingShowTheirPhases() {
        KamajiOptions paced = QUICK.withRolloutDelay(Duration.ofSeconds(3)).withStaleLag(Duration.ofMillis(200));
        start(paced);
        watch();
        create("demo", 1, "LoadBalancer");
        awaitPhase("demo", "Ready");
        scale(2);
        await().atMost(PATIENCE).until(() -> phases.contains("Unknown"));
        awaitPhase("demo", "Ready");
        server.patchSpec(Kamaji.TENANT, "demo", "v1.36.0", "kubernetes", "version");
        await().atMost(PATIENCE)
                .until(() -> tenant("demo")
                        .text("status", "kubernetesResources", "version", "version")
                        .equals("v1.36.0"));
        scale(0);
        awaitPhase("demo", "Sleeping");
        await().atMost(PATIENCE)
                .until(() -> tenant("demo").number(0, "status", "kubernetesResources", "deployment", "replicas") == 0);
        scale(1);
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(phases)
                        .endsWith("Ready", "Unknown", "Ready", "Upgrading", "Ready", "Sleeping", "NotReady", "Ready"));
    }

    private void scale(int replicas) {
        server.patchSpec(Kamaji.TENANT, "demo", replicas, "controlPlane", "deployment", "replicas");
    }

    @Test
    void settledTenantIsNotWrittenAgain() {
        start(QUICK.withChurnInterval(Duration.ofMillis(100)));
        create("demo", 1, "ClusterIP");
        await().atMost(PATIENCE).until(() -> settled("demo"));
        String version = tenant("demo").resourceVersion();
        create("witness", 1, "ClusterIP");
        await().atMost(PATIENCE).until(() -> settled("witness"));
        assertThat(tenant("demo").resourceVersion()).isEqualTo(version);
    }

    private boolean settled(String name) {
        KubeObject tenant = tenant(name);
        return tenant.finalizers().contains(Kamaji.SOOT_FINALIZER)
                && tenant.flag("status", "addons", "coreDNS", "enabled")
                && tenant.number(0, "status", "observedGeneration") == tenant.generation();
    }

    @Test
    void deletedTenantIsLetGoAndItsObjectsFollow() {
        start(QUICK.withEveryObject(true));
        create("demo", 1, "ClusterIP");
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE).until(() -> tenant("demo").finalizers().size() == 2);
        server.calls.delete(Kamaji.TENANT, server.namespace, "demo", "");
        await().atMost(PATIENCE).until(() -> server.find(Kamaji.TENANT, "demo").isEmpty());
        await().atMost(PATIENCE)
                .until(() -> server.find(Kind.SECRET, "demo-ca").isEmpty()
                        && server.find(Kind.SECRET, "demo-datastore-config").isEmpty()
                        && server.find(Kind.SERVICE, "demo").isEmpty());
    }

    @Test
    void webhookRefusesBadVersionsAndCanBeAway() {
        KamajiSimulator simulator = start(QUICK);
        create("demo", 1, "ClusterIP");
        awaitPhase("demo", "Ready");
        assertThatThrownBy(() -> server.patchSpec(Kamaji.TENANT, "demo", "v1.38.0", "kubernetes", "version"))
                .isInstanceOf(ApiRefusal.class)
                .hasMessageContaining("denied the request")
                .extracting(refusal -> ((ApiRefusal) refusal).code())
                .isEqualTo(403);
        simulator.webhookReachable(false);
        assertThatThrownBy(() -> create("other", 1, "ClusterIP"))
                .hasMessageContaining("failed calling webhook")
                .hasMessageContaining("connection refused")
                .extracting(refusal -> ((ApiRefusal) refusal).code())
                .isEqualTo(500);
        simulator.webhookReachable(true);
        create("other", 1, "ClusterIP");
        awaitPhase("other", "Ready");
    }

    @Test
    void newSimulatorGoesOnWhereAKilledOneStopped() {
        KamajiOptions paced =
                QUICK.withStepDelay(Duration.ofMillis(40)).withEveryObject(true).withSerial(true);
        int kills = 0;
        KamajiSimulator simulator = start(paced);
        create("demo", 1, "ClusterIP");
        for (String reached : List.of("certificates", "kubeconfig", "storage", "kubernetesResources")) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> tenant("demo").at("status", reached) != null);
            simulator.close();
            kills++;
            simulator = start(paced);
        }
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE)
                .until(() -> tenant("demo").number(0, "status", "observedGeneration")
                        == tenant("demo").generation());
        simulator.close();
        assertThat(kills).isEqualTo(4);
        assertThat(mayDoEverything("demo-admin-kubeconfig", "admin.conf")).isTrue();
    }

    @Test
    void loadBalancerWithoutAddressLeavesTheStatusEmpty() {
        KamajiSimulator simulator = start(QUICK.withEveryObject(true));
        simulator.faults().loadBalancerWithoutAddress(true);
        create("demo", 1, "LoadBalancer");
        await().atMost(PATIENCE).until(() -> server.find(Kind.SERVICE, "demo").isPresent());
        assertThat(tenant("demo").at("status")).isNull();
        simulator.faults().loadBalancerWithoutAddress(false);
        awaitPhase("demo", "Ready");
    }

    @Test
    void dataStoreThatIsNotReadyHoldsTenantsBack() {
        KamajiSimulator simulator = start(QUICK);
        simulator.faults().dataStoreNotReady("default", true);
        await().atMost(PATIENCE).until(() -> !store().flag("status", "ready") && store().at("status", "ready") != null);
        create("demo", 1, "ClusterIP");
        simulator.faults().dataStoreNotReady("default", false);
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE).until(() -> store().list("status", "usedBy").contains(server.namespace + "/demo"));
    }

    @Test
    void deletedAdminSecretComesBackWithAnotherChecksum() {
        start(QUICK);
        create("demo", 1, "ClusterIP");
        awaitPhase("demo", "Ready");
        String before = tenant("demo").text("status", "kubeconfig", "admin", "checksum");
        server.calls.delete(Kind.SECRET, server.namespace, "demo-admin-kubeconfig", "");
        await().atMost(PATIENCE)
                .until(() -> !tenant("demo")
                                .text("status", "kubeconfig", "admin", "checksum")
                                .equals(before)
                        && server.get(Kind.SECRET, "demo-admin-kubeconfig")
                                        .map("data")
                                        .size()
                                == 4);
        String again = tenant("demo").text("status", "kubeconfig", "admin", "checksum");
        server.calls.merge(
                Kind.SECRET,
                server.namespace,
                "demo-admin-kubeconfig",
                Trees.nest("", "metadata", "annotations", Kamaji.ROTATE));
        await().atMost(PATIENCE)
                .until(() -> !tenant("demo")
                        .text("status", "kubeconfig", "admin", "checksum")
                        .equals(again));
    }

    @Test
    void aRotatedAuthorityMakesKubeconfigsAnewAndRollsThePods() {
        start(QUICK.withRolloutDelay(Duration.ofSeconds(1)).withEveryObject(true));
        watch();
        create("demo", 1, "ClusterIP");
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE).until(() -> settled("demo"));
        String kubeconfig = tenant("demo").text("status", "kubeconfig", "admin", "checksum");
        phases.clear();
        server.calls.merge(
                Kind.SECRET, server.namespace, "demo-ca", Trees.nest("", "metadata", "annotations", Kamaji.ROTATE));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(phases).containsSubsequence("CertificateAuthorityRotating", "Unknown", "Ready"));
        assertThat(tenant("demo").text("status", "kubeconfig", "admin", "checksum"))
                .isNotEqualTo(kubeconfig);
    }

    @Test
    void aMigrationIsShownUntilTheNewStoreIsInUseAndRollsThePods() {
        KamajiSimulator simulator =
                start(QUICK.withRolloutDelay(Duration.ofSeconds(1)).withEveryObject(true));
        watch();
        store("gold");
        create("demo", 1, "ClusterIP");
        awaitPhase("demo", "Ready");
        await().atMost(PATIENCE).until(() -> settled("demo"));
        phases.clear();
        simulator.faults().migrationFails(true);
        server.patchSpec(Kamaji.TENANT, "demo", "gold", "dataStore");
        awaitPhase("demo", "Migrating");
        assertThat(tenant("demo").text("status", "storage", "dataStoreName")).isEqualTo("default");
        assertThat(tenant("demo").number(0, "status", "observedGeneration"))
                .isLessThan(tenant("demo").generation());
        simulator.faults().migrationFails(false);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(phases).containsSubsequence("Migrating", "Unknown", "Ready"));
        assertThat(tenant("demo").text("status", "storage", "dataStoreName")).isEqualTo("gold");
    }

    @Test
    void definitionsRefuseWhatKamajisRefuse() {
        KamajiSimulator.removeWebhooks(server.client);
        create("demo", 1, "LoadBalancer");
        assertInvalid(Trees.nest("10.0.0.0", "networkProfile", "serviceCidr"));
        assertInvalid(Trees.nest("plain", "networkProfile", "clusterDomain"));
        assertInvalid(Trees.nest("other.local", "networkProfile", "clusterDomain"));
        assertInvalid(Trees.nest("metal", "networkProfile", "loadBalancerClass"));
        assertInvalid(Trees.nest(List.of("x"), "networkProfile", "loadBalancerSourceRanges"));
        server.patchSpec(Kamaji.TENANT, "demo", "one", "dataStoreSchema");
        assertInvalid(Trees.nest("two", "dataStoreSchema"));
        assertThat(tenant("demo").list("spec", "kubernetes", "admissionControllers"))
                .hasSize(17);
        server.calls.delete(Kamaji.TENANT, server.namespace, "demo", "");
    }

    private void assertInvalid(Map<String, Object> spec) {
        assertThatThrownBy(() -> server.calls.merge(Kamaji.TENANT, server.namespace, "demo", Trees.nest(spec, "spec")))
                .as(spec.toString())
                .extracting(refusal -> ((ApiRefusal) refusal).code())
                .isEqualTo(422);
    }

    private void create(String name, int replicas, String serviceType) {
        server.create(
                Kamaji.TENANT,
                name,
                Map.of(
                        "kubernetes", Map.of("version", "v1.35.0", "kubelet", Map.of()),
                        "networkProfile", Map.of(),
                        "addons", Map.of("coreDNS", Map.of()),
                        "controlPlane",
                                Map.of(
                                        "deployment", Map.of("replicas", replicas),
                                        "service", Map.of("serviceType", serviceType))));
    }

    private KamajiSimulator start(KamajiOptions options) {
        KamajiSimulator simulator = KamajiSimulator.start(server.client, options);
        open.add(simulator);
        return simulator;
    }

    private void watch() {
        ObjectWatch watch = new ObjectWatch(server.client, Kamaji.TENANT, Map.of(), this::record, gone -> {});
        open.add(watch);
        watch.synced();
    }

    private void record(KubeObject tenant) {
        if (!tenant.namespace().equals(server.namespace)) {
            return;
        }
        states.add(tenant);
        String phase = tenant.text("status", "kubernetesResources", "version", "status");
        if (phases.isEmpty() || !phases.get(phases.size() - 1).equals(phase)) {
            phases.add(phase);
        }
    }

    private void awaitPhase(String name, String phase) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> tenant(name)
                        .text("status", "kubernetesResources", "version", "status")
                        .equals(phase));
    }

    private KubeObject tenant(String name) {
        return server.get(Kamaji.TENANT, name);
    }

    private KubeObject store() {
        return server.calls.get(Kamaji.DATA_STORE, "", "default").orElseThrow();
    }

    private boolean mayDoEverything(String secret, String key) {
        String encoded = server.get(Kind.SECRET, secret).text("data", key);
        String kubeconfig = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup("*")
                .withVerb("*")
                .withResource("*")
                .endResourceAttributes()
                .endSpec()
                .build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build()) {
            return client.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(question)
                    .getStatus()
                    .getAllowed();
        }
    }
}
