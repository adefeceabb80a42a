// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.lifecycle.KubernetesControlPlaneActivities;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.Ports;
import kamaji.capi.servers.SharedServers;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.watcher.signals.SignalFailedException;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.watcher.signals.TemporalSignals;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.DurableControlPlaneLifecycle;
import kamaji.capi.workflows.lifecycle.Payloads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kubectl plugin about a control plane whose Kamaji never answers, on real servers. */
class KtcpIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.root"));
    private static final KubernetesServer KUBERNETES = SharedServers.kubernetes();
    private static final TemporalServer TEMPORAL = SharedServers.temporal();
    private static final String NAMESPACE = KUBERNETES.freshNamespace("ktcp");
    private static final KtcpCommand KTCP = new KtcpCommand(NAMESPACE);
    private static final ClusterRef REF = new ClusterRef("ktcp-it", NAMESPACE, "hello");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final KubernetesClient CLIENT = KUBERNETES.adminClient();
    private static final WorkflowServiceStubs STUBS =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(TEMPORAL.address())
                    .build());
    private static final WorkflowClient WORKFLOWS = WorkflowClient.newInstance(
            STUBS,
            WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.converter())
                    .build());
    private static final WorkerFactory FACTORY = WorkerFactory.newInstance(WORKFLOWS);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void aControlPlaneWaitsForItsAddress() throws SignalFailedException {
        KUBERNETES.applyCrds(CHECKOUT.resolve("deploy/crds"));
        KUBERNETES.applyCrds(CHECKOUT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
        Worker worker = FACTORY.newWorker("ktcp-it");
        worker.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
        worker.registerActivitiesImplementations(new KubernetesControlPlaneActivities(
                CLIENT,
                REF.instance(),
                AccessCheck.OFF,
                InfrastructureKinds.builtIn(),
                ExternalGates.OFF,
                List.of(),
                Clock.systemUTC()));
        FACTORY.start();
        create();
        signal("first");
        // The first wait of a new cluster is not told: a second look tells it.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(history()).contains("EVENT_TYPE_TIMER_STARTED"));
        signal("again");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(KTCP.run("why", "hello").toString()).contains("TenantControlPlaneAddressReady"));
    }

    private static void create() {
        GenericKubernetesResource cluster = resource("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: hello}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: hello}
                """);
        resource("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: hello
                  ownerReferences: [{apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: hello, uid: %s}]
                spec: {version: v1.33.1, replicas: 2}
                """.formatted(cluster.getMetadata().getUid()));
        CLIENT.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("hello-kubeconfig")
                        .endMetadata()
                        .addToStringData("value", "planted-secret")
                        .build())
                .create();
    }

    private static GenericKubernetesResource resource(String yaml) {
        return CLIENT.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .inNamespace(NAMESPACE)
                .create();
    }

    private static void signal(String hint) throws SignalFailedException {
        new TemporalSignals(WORKFLOWS, "ktcp-it", false).send(REF, hint, new Start("u", "v1.33.1", "hello", null));
    }

    private static String history() {
        return WORKFLOWS.fetchHistory(REF.workflowId()).toJson(false);
    }

    @AfterAll
    static void stop() {
        FACTORY.shutdownNow();
        WORKFLOWS.newUntypedWorkflowStub(REF.workflowId()).terminate("the test is over");
        STUBS.shutdownNow();
        CLIENT.close();
    }

    @Test
    void whyNamesCauseConditionCureNextTryAndTheRun() {
        KtcpCommand.Said said = KTCP.run("why", "hello", "--temporal-ui=http://temporal.example/");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("Outcome         InProgress\n")
                .contains("Waits for       Kamaji has not published an address yet")
                .contains("Condition       TenantControlPlaneAddressReady=False (Pending)\n")
                .containsPattern("Next try +in \\S+, and at every change\n")
                .contains("Cure            Look at the Service of the TenantControlPlane")
                .contains("Workflow        ktcp-it/" + NAMESPACE + "/hello\n")
                .containsPattern("Run +http://temporal.example/namespaces/default/workflows/ktcp-it%2F" + NAMESPACE
                        + "%2Fhello/[-0-9a-f]+/timeline\n");
    }

    @Test
    void whyWithoutTemporalTellsFromTheObjectAlone() {
        KtcpCommand.Said said = KTCP.run("why", "hello", "--temporal-address=127.0.0.1:" + Ports.free());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("Waits for       Kamaji has not published an address yet")
                .contains("Note            Temporal at 127.0.0.1:")
                .contains("--temporal-address");
    }

    @Test
    void historyShowsStepsWaitsAndAsJsonTheSame() throws IOException {
        KtcpCommand.Said said = KTCP.run("history", "hello");
        JsonNode json = new ObjectMapper()
                .readTree(KTCP.run("history", "hello", "-o", "json").out());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("provision  Running")
                .containsPattern("ObserveControlPlane +\\S+ +1 +ok\n")
                .containsPattern("ApplyTenantControlPlane +\\S+ +1 +ok\n")
                .containsPattern("wait .*Kamaji has not published an address yet");
        assertThat(json.at("/exists").asBoolean()).isTrue();
        assertThat(json.at("/episodes/0/trigger").asText()).isEqualTo("first");
        assertThat(json.at("/episodes/0/steps/0/name").asText()).isEqualTo("ObserveControlPlane");
    }

    @Test
    void anEventOfTheNewerApiIsToldWithItsTime() throws IOException {
        resource("""
                apiVersion: events.k8s.io/v1
                kind: Event
                metadata: {name: newer}
                regarding:
                  {apiVersion: controlplane.cluster.x-k8s.io/v1alpha2, kind: KamajiControlPlane, name: hello, namespace: %s}
                eventTime: "2026-01-01T10:00:00.500000Z"
                reportingController: example.com/somebody
                reportingInstance: somebody-1
                action: Look
                reason: LookedAtIt
                type: Normal
                """.formatted(NAMESPACE));

        KtcpCommand.Said said = KTCP.run("history", "hello");
        KtcpCommand.Said exported =
                KTCP.run("export", "hello", "--to", folder.resolve("events").toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .containsPattern("Events\n +2026-01-01T10:00:00Z +Normal +LookedAtIt\n")
                .doesNotContain("null");
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(folder.resolve("events/objects/events.yaml")).content().contains("LookedAtIt");
    }

    @Test
    void historyWithoutTemporalSaysWhatToName() {
        KtcpCommand.Said said = KTCP.run("history", "hello", "--temporal-address=127.0.0.1:" + Ports.free());

        assertThat(said.code()).isEqualTo(8);
        assertThat(said.err()).contains("kubectl ktcp history: Temporal at 127.0.0.1:", "--temporal-address");
    }

    @Test
    void planShowsWhatTheApiServerWorkedOutAndWritesNothing() {
        assertThat(KTCP.run("plan", "hello").out()).contains("Steps due            none", "would not change");
        resource("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: planned
                  ownerReferences: [{apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: planned, uid: %s}]
                spec: {version: v1.33.1, replicas: 3}
                """.formatted(resource("""
                        apiVersion: cluster.x-k8s.io/v1beta2
                        kind: Cluster
                        metadata: {name: planned}
                        spec: {paused: false}
                        """).getMetadata().getUid()));

        KtcpCommand.Said said = KTCP.run("plan", "planned");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("Steps due            ApplyTenantControlPlane", "would be created")
                .contains("+ spec.controlPlane.deployment.replicas: 3\n", "+ spec.kubernetes.version: v1.33.1\n")
                .contains("Nothing was written.");
        assertThat(CLIENT.genericKubernetesResources("kamaji.clastix.io/v1alpha1", "TenantControlPlane")
                        .inNamespace(NAMESPACE)
                        .withName("planned")
                        .get())
                .isNull();
    }

    @Test
    void retrySetsTheAnnotation() {
        KtcpCommand.Said said = KTCP.run("retry", "hello", "--temporal-address=127.0.0.1:" + Ports.free());

        assertThat(said.code()).as(said.err()).isZero();
        String asked = CLIENT.genericKubernetesResources(References.CONTROL_PLANES)
                .inNamespace(NAMESPACE)
                .withName("hello")
                .get()
                .getMetadata()
                .getAnnotations()
                .get(Annotations.RECONCILE_REQUESTED_AT);
        assertThat(said.out()).contains("asked at " + asked);
    }

    @Test
    void whatIsExportedHasNoSecretAndReplays() throws Exception {
        Path target = folder.resolve("report");

        KtcpCommand.Said said = KTCP.run("export", "hello", "--to", target.toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target.resolve("objects/kamajicontrolplane.yaml")).content().contains("v1.33.1");
        assertThat(target.resolve("objects/tenantcontrolplane.yaml")).exists();
        assertThat(target.resolve("objects/cluster.yaml")).exists();
        assertThat(target.resolve("objects/secrets.json")).content().contains("hello-kubeconfig", "value");
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain("planted", "cGxhbnRlZC1zZWNyZXQ");
            }
        }
        try (Stream<Path> histories = Files.list(target.resolve("histories"))) {
            Path history = histories.findFirst().orElseThrow();
            WorkflowExecutionHistory recorded =
                    WorkflowExecutionHistory.fromJson(Files.readString(history), REF.workflowId());
            WorkerFactory replay = WorkerFactory.newInstance(WORKFLOWS);
            Worker worker = replay.newWorker("replay");
            worker.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
            assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(recorded, worker))
                    .doesNotThrowAnyException();
        }
        assertThat(KTCP.run("export", "hello", "--to", target.toString()).code())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "why hello,name",
        "history hello,name",
        "plan hello,name",
        "retry hello,name",
        "export hello --to %s/j,path"
    })
    void everyCommandAnswersInJsonToo(String line, String field) throws IOException {
        KtcpCommand.Said said = KTCP.run((line.formatted(folder) + " -o json").split(" ", -1));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(new ObjectMapper().readTree(said.out()).path(field).asText()).isNotEmpty();
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearestAndAWrongNamespaceWithTheRightOne() {
        KtcpCommand.Said name = KTCP.run("why", "helo");
        KtcpCommand.Said namespace = KTCP.run("why", "hello", "-n", "default");

        assertThat(name.code()).isEqualTo(7);
        assertThat(name.err())
                .contains("there is no KamajiControlPlane helo in namespace " + NAMESPACE + "; did you mean hello?");
        assertThat(namespace.code()).isEqualTo(7);
        assertThat(namespace.err()).contains("there is one in " + NAMESPACE + ": add -n " + NAMESPACE);
    }

    @Test
    void aServerThatIsNotThereAndAFileThatIsNotThere() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: a, cluster: {server: "https://127.0.0.1:%d"}}]
                users: [{name: a, user: {token: t}}]
                contexts: [{name: a, context: {cluster: a, user: a}}]
                current-context: a
                """.formatted(Ports.free()));

        KtcpCommand.Said away = KTCP.run("why", "hello", "--kubeconfig=" + kubeconfig);
        KtcpCommand.Said missing = KTCP.run("why", "hello", "--kubeconfig=/nowhere");
        KtcpCommand.Said context = KTCP.run("why", "hello", "--kubeconfig=" + kubeconfig, "--context=b");

        assertThat(away.code()).isEqualTo(3);
        assertThat(away.err()).contains("does not answer", "https://127.0.0.1:", "--context");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("--kubeconfig names /nowhere");
        assertThat(context.code()).isEqualTo(2);
        assertThat(context.err()).contains("--context names b");
    }

    @Test
    void afterItsDeletionTheHistoryIsStillThere() throws SignalFailedException {
        resource("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata: {name: short}
                spec: {version: v1.33.1}
                """);
        assertThat(KTCP.run("history", "short", "--instance=ktcp-it").code()).isEqualTo(9);
        ClusterRef ref = new ClusterRef("ktcp-it", NAMESPACE, "short");
        TemporalSignals signals = new TemporalSignals(WORKFLOWS, "ktcp-it", false);
        signals.send(ref, "created", new Start("u", "v1.33.1", null, null));
        await().atMost(PATIENCE)
                .until(() ->
                        KTCP.run("history", "short", "--instance=ktcp-it").out().contains("Blocked"));
        CLIENT.genericKubernetesResources(References.CONTROL_PLANES)
                .inNamespace(NAMESPACE)
                .withName("short")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        CLIENT.genericKubernetesResources(References.CONTROL_PLANES)
                .inNamespace(NAMESPACE)
                .withName("short")
                .delete();
        await().atMost(PATIENCE)
                .until(() -> KTCP.run("why", "short", "--instance=ktcp-it").code() == 7);

        KtcpCommand.Said said = KTCP.run("history", "short", "--instance=ktcp-it");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("short (gone), workflow ktcp-it/", "Blocked", "no owning Cluster yet");
    }
}
