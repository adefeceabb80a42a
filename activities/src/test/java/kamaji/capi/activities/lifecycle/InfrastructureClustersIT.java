// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static kamaji.capi.activities.lifecycle.InfrastructureScene.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every infrastructure kind on a real API server, under the roles of {@code deploy/rbac}: see {@link InfrastructureCrds}. */
class InfrastructureClustersIT {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient ADMIN = SERVER.adminClient();
    private static KubernetesClient provider = ADMIN;

    @BeforeAll
    static void install() throws IOException {
        SERVER.applyCrds(ROOT.resolve("deploy/crds"));
        Path others = ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds");
        SERVER.applyCrds(others.resolve("clusters.yaml"));
        SERVER.applyCrds(others.resolve("tenantcontrolplanes.yaml"));
        SERVER.applyCrds(others.resolve("datastores.yaml"));
        try (Stream<Path> files = Files.list(ROOT.resolve("deploy/rbac"))) {
            for (Path file : files.sorted().toList()) {
                List<HasMetadata> items = ADMIN.load(Files.newInputStream(file)).items();
                items.stream()
                        .sorted((a, b) -> Boolean.compare(
                                b.getKind().equals("Namespace"), a.getKind().equals("Namespace")))
                        .forEach(item -> {
                            ensureNamespace(item.getMetadata().getNamespace());
                            ADMIN.resource(item)
                                    .fieldManager("bench")
                                    .forceConflicts()
                                    .serverSideApply();
                        });
            }
        }
        provider = new KubernetesClientBuilder()
                .withConfig(SERVER.configFor(SERVER.serviceAccountToken("kamaji-system", "kamaji-provider")))
                .editOrNewConfig()
                .withRequestRetryBackoffLimit(0)
                .endConfig()
                .build();
        Awaitility.await()
                .until(() -> mayPatch("tenantcontrolplanes", "kamaji.clastix.io")
                        && mayPatch("vsphereclusters", InfrastructureKinds.GROUP));
    }

    private static void ensureNamespace(@Nullable String name) {
        if (name != null && ADMIN.namespaces().withName(name).get() == null) {
            ADMIN.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    private static boolean mayPatch(String resource, String group) {
        return provider.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb("patch")
                        .withGroup(group)
                        .withResource(resource)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    @AfterAll
    static void close() {
        provider.close();
        ADMIN.close();
        SERVER.close();
    }

    static Stream<String> kinds() {
        return InfrastructureKinds.builtIn().rows().stream()
                .map(InfrastructureKind::kind)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKindIsTreatedAsItsRowSaysFromBeforeItIsInstalled(String kind) throws IOException {
        InfrastructureScene scene = scene(InfrastructureKinds.builtIn(), provider, kind);
        isMissedUntilItIsInstalled(scene, kind);
        scene.createInfrastructure(Objects.requireNonNull(minimal().get(kind)));
        Behaviour behaviour = scene.facts().behaviour();

        getsAFreshEndpoint(scene, behaviour);
        isNotWrittenWhileEqual(scene);
        isCheckedOrOverwrittenBeforeInitialised(scene, behaviour);
        getsTheEndpointWhereTheHostIsEmpty(scene, behaviour);
        isNeverOverwrittenOnceInitialised(scene);
    }

    private static void isMissedUntilItIsInstalled(InfrastructureScene scene, String kind) {
        assertThat(scene.facts().problem())
                .isEqualTo("the API server does not know " + kind
                        + " objects; install the infrastructure provider that has them");
        scene.publish();
        assertThat(Objects.requireNonNull(scene.observe().controlPlane()).endpoint())
                .isEqualTo(ADDRESS);

        SERVER.applyCrds(InfrastructureCrds.of(InfrastructureKinds.builtIn().rows().stream()
                .filter(row -> row.kind().equals(kind))
                .toList()));

        Awaitility.await()
                .untilAsserted(() -> assertThat(scene.told()).contains(kind + " infra does not exist: create it"));
    }

    private static void getsAFreshEndpoint(InfrastructureScene scene, Behaviour behaviour) {
        String before = scene.version();
        scene.publish();
        if (behaviour == Behaviour.CHECK) {
            assertThat(scene.version()).isEqualTo(before);
            assertThat(scene.told())
                    .contains("has no endpoint", "set " + scene.facts().where(), ADDRESS.toString());
            scene.editInfrastructure(ADDRESS.host(), ADDRESS.port());
        }
        assertThat(scene.facts().endpoint()).isEqualTo(ADDRESS);
        assertThat(scene.facts().provisioned()).isEqualTo(behaviour == Behaviour.PATCH_AND_MARK_PROVISIONED);
        assertThat(scene.told()).isEmpty();
        if (behaviour == Behaviour.PATCH_AND_MARK_PROVISIONED) {
            assertThat(scene.live("status", "ready")).isEqualTo(true);
        }
    }

    private static void isNotWrittenWhileEqual(InfrastructureScene scene) {
        String before = scene.version();
        scene.publish();
        assertThat(scene.version()).isEqualTo(before);
    }

    private static void isCheckedOrOverwrittenBeforeInitialised(InfrastructureScene scene, Behaviour behaviour) {
        scene.editInfrastructure("192.0.2.99", 6443);
        String edited = scene.version();
        scene.publish();
        if (behaviour.keepsWhatIsSet()) {
            assertThat(scene.version()).isEqualTo(edited);
            namesBothEndpointsAndTheField(scene);
        } else {
            assertThat(scene.facts().endpoint()).isEqualTo(ADDRESS);
        }
    }

    /** Where the kind's own schema refuses zeros, they cannot come up. */
    private static void getsTheEndpointWhereTheHostIsEmpty(InfrastructureScene scene, Behaviour behaviour) {
        try {
            scene.editInfrastructure("", 0);
        } catch (KubernetesClientException refused) {
            assertThat(refused.getCode()).isEqualTo(422);
            assertThat(refused.getMessage()).contains("controlPlaneEndpoint");
            return;
        }
        scene.publish();
        if (behaviour == Behaviour.CHECK) {
            assertThat(scene.told()).contains("has no endpoint", ADDRESS.toString());
        } else {
            assertThat(scene.facts().endpoint()).isEqualTo(ADDRESS);
        }
    }

    private static void isNeverOverwrittenOnceInitialised(InfrastructureScene scene) {
        scene.editInfrastructure("192.0.2.99", 6443);
        scene.initialise();
        String edited = scene.version();
        scene.publish();
        assertThat(scene.version()).isEqualTo(edited);
        namesBothEndpointsAndTheField(scene);
    }

    private static void namesBothEndpointsAndTheField(InfrastructureScene scene) {
        assertThat(scene.told())
                .contains(
                        "192.0.2.99:6443",
                        ADDRESS.toString(),
                        "edit " + scene.facts().where());
    }

    /** Which fields the kind has, which stand after the mark, and whether that will do. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ReadyCluster, status.ready, -, true, -",
                "ProvisionedCluster, -, status.initialization.provisioned, -, true",
                "BothCluster, status.ready, status.initialization.provisioned, true, true"
            })
    void theMarkOfTheContractThatTheServedKindKnowsIsSet(
            String kind,
            @Nullable String v1beta1,
            @Nullable String v1beta2,
            @Nullable Boolean ready,
            @Nullable Boolean provisioned,
            @TempDir Path folder)
            throws IOException {
        SERVER.applyCrds(InfrastructureCrds.of(row(
                table(
                        folder,
                        "%s, %s, %s"
                                .formatted(
                                        kind,
                                        "spec.vip.host, spec.vip.port, patch-and-mark-provisioned",
                                        marks(v1beta1, v1beta2))),
                kind)));
        InfrastructureKinds knowsBoth = table(
                folder,
                kind + ", spec.vip.host, spec.vip.port, patch-and-mark-provisioned, status.ready,"
                        + " status.initialization.provisioned");
        InfrastructureScene scene = scene(knowsBoth, ADMIN, kind);
        scene.createInfrastructure(Map.of());

        Awaitility.await().until(() -> scene.facts().found());
        scene.publish();

        assertThat(scene.live("status", "ready")).isEqualTo(ready);
        assertThat(scene.live("status", "initialization", "provisioned")).isEqualTo(provisioned);
        assertThat(scene.told()).isEmpty();
        isNotWrittenWhileEqual(scene);
    }

    private static String marks(@Nullable String v1beta1, @Nullable String v1beta2) {
        return (v1beta1 == null ? "" : v1beta1) + "," + (v1beta2 == null ? "" : v1beta2);
    }

    @Test
    void aFieldThatTheServedKindDoesNotKeepIsToldInsteadOfWrittenForEver(@TempDir Path folder) throws IOException {
        SERVER.applyCrds(
                InfrastructureCrds.of(row(table(folder, "OddCluster, spec.a, spec.b, patch,,"), "OddCluster")));
        InfrastructureScene scene =
                scene(table(folder, "OddCluster, spec.vip.host, spec.vip.port, patch,,"), ADMIN, "OddCluster");
        scene.createInfrastructure(Map.of());
        Awaitility.await().until(() -> scene.facts().found());

        assertThat(StepFailures.messageOf(Failure.Kind.WAIT_FOR_CHANGE, scene::publish))
                .isEqualTo("OddCluster of version v1 does not keep spec.vip: give the kind a row with its own fields in"
                        + " the file of --infrastructure-kinds");
    }

    @Test
    void infrastructureThatIsToBeLeftAloneIsNeitherReadNorWritten() {
        InfrastructureScene scene = scene(InfrastructureKinds.builtIn().leftAlone(), provider, "AWSCluster");

        scene.publish();

        assertThat(scene.observe().infrastructure()).isNull();
        assertThat(Objects.requireNonNull(scene.observe().controlPlane()).endpoint())
                .isEqualTo(ADDRESS);
    }

    private static InfrastructureScene scene(InfrastructureKinds table, KubernetesClient client, String kind) {
        return new InfrastructureScene(ADMIN, client, SERVER.freshNamespace("infrastructure"), table, kind);
    }

    private static InfrastructureKinds table(Path folder, String kindHostPortBehaviourMarks) throws IOException {
        String[] cells = kindHostPortBehaviourMarks.split(",", 2);
        Path file = Files.writeString(folder.resolve("kinds.csv"), """
                group,kind,version,host,port,behaviour,provisioned-v1beta1,provisioned-v1beta2
                my.test,%s,,%s
                """.formatted(cells[0], cells[1]));
        return InfrastructureKinds.builtIn().with(file);
    }

    private static InfrastructureKind row(InfrastructureKinds table, String kind) {
        return table.rows().stream()
                .filter(row -> row.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // a map of specs by kind
    private static Map<String, Object> minimal() throws IOException {
        try (InputStream file = InfrastructureKinds.class.getResourceAsStream("minimal-objects.yaml")) {
            return Serialization.unmarshal(Objects.requireNonNull(file), Map.class);
        }
    }
}
