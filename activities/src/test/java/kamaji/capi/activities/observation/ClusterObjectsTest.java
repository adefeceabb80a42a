// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.observation.ClusterObjects.Source;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterObjectsTest {
    private static final String TENANT = """
            metadata: {name: cp, namespace: ns, uid: t-uid, generation: 2, ownerReferences: [
              {apiVersion: controlplane.cluster.x-k8s.io/v1alpha2, kind: KamajiControlPlane, name: cp, uid: cp-uid,
               controller: true}]}
            status:
              controlPlaneEndpoint: 192.0.2.1:6443
              kubeconfig: {admin: {secretName: cp-admin-kubeconfig, checksum: k1}}
              certificates: {ca: {secretName: cp-ca, checksum: c1}}
            """;
    private static final String RUNNING = TENANT + "  kubernetesResources: {deployment: {readyReplicas: 2}}\n";
    private final Scene scene = new Scene();

    @Test
    void withoutAControlPlaneNothingExists() {
        scene.controlPlane = null;

        assertThat(scene.facts()).isEqualTo(Facts.GONE);
    }

    /** Trap 2: the first owner may be a Secret, and the Cluster is not always a controller. */
    @Test
    void theClusterIsFoundWhereverItStandsAmongTheOwners() {
        ControlPlane facts = controlPlane();

        assertThat(facts.ownerProblem()).isNull();
        assertThat(facts.version()).isEqualTo("v1.33.1");
        assertThat(facts.replicas()).isEqualTo(2);
        assertThat(facts.invalid()).isNull();
        assertThat(Objects.requireNonNull(scene.facts().cluster()).name()).isEqualTo("c");
    }

    /** A status that was lost is found again: what Cluster API has latched was of this control plane. */
    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  true",
        "false, true,  true,  false",
        "true,  false, true,  false",
        "true,  true,  false, false",
    })
    void aLostStatusWasInitialisedIfClusterEndpointAndTenantSaySo(
            boolean latched, boolean endpoint, boolean hasRun, boolean initialised) {
        scene.cluster = Objects.requireNonNull(scene.cluster) + "status: {initialization: {controlPlaneInitialized: "
                + latched + "}}\n";
        scene.controlPlane = spec(
                endpoint
                        ? "{version: 1.33.1, controlPlaneEndpoint: {host: 192.0.2.1, port: 6443}}"
                        : "{version: 1.33.1}");
        scene.tenant = TENANT + "  kubernetesResources: {version: {"
                + (hasRun ? "version: v1.33.1" : "status: NotReady") + "}}\n";

        assertThat(controlPlane().initialized()).isEqualTo(initialised);
    }

    /** Without the block a move by clusterctl would destroy the tenant. */
    @ParameterizedTest(name = "finalizer {0}, block {1}, TenantControlPlane {2}")
    @CsvSource({
        "true,  true,  there,           true",
        "false, true,  there,           false",
        "true,  false, there,           false",
        "true,  false, not yet there,   true",
        "true,  false, left as found,   true",
    })
    void aBlockOfMovesThatSomebodyRemovedIsDueAgain(boolean finalizer, boolean block, String found, boolean held) {
        GenericKubernetesResource controlPlane = Objects.requireNonNull(Scene.object(scene.controlPlane));
        controlPlane
                .getMetadata()
                .setFinalizers(finalizer ? List.of("controlplane.kamaji.clastix.io/finalizer") : List.of());
        controlPlane
                .getMetadata()
                .setAnnotations(block ? Map.of("clusterctl.cluster.x-k8s.io/block-move", "true") : Map.of());
        GenericKubernetesResource tenant =
                Objects.requireNonNull(scene.objects().intent()).toResource();
        tenant.getMetadata().setUid("t");
        if (found.equals("left as found")) {
            tenant.getMetadata()
                    .getAnnotations()
                    .computeIfPresent("controlplane.kamaji.clastix.io/mapping", (key, mine) -> "9" + mine);
        }

        ClusterObjects objects = scene.objects().withControlPlane(controlPlane);

        assertThat(objects.withTenant(found.startsWith("not") ? null : tenant)
                        .controlPlaneFacts()
                        .finalizer())
                .isEqualTo(held);
    }

    @Test
    void aMissingOwnerIsToldWithItsCure() {
        scene.cluster = null;
        assertThat(controlPlane().ownerProblem())
                .isEqualTo("Cluster ns/c does not exist: create it, or correct metadata.ownerReferences");

        scene.unavailable.add(UnavailableKind.of("Cluster", 403));
        assertThat(controlPlane().ownerProblem()).contains("grant get, list and watch on clusters.cluster.x-k8s.io");

        scene.controlPlane = "metadata: {name: cp, namespace: ns, uid: u, resourceVersion: '1'}\nspec: {version: '1'}";
        assertThat(controlPlane().ownerProblem())
                .startsWith("no owning Cluster yet: ")
                .contains("spec.controlPlaneRef");

        scene.controlPlane = """
                metadata: {name: cp, namespace: ns, uid: u, resourceVersion: '1', ownerReferences: [
                  {apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: a, uid: a},
                  {apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: b, uid: b},
                  {apiVersion: cluster.example.test/v1, kind: Cluster, name: c, uid: c}]}
                spec: {version: '1'}
                """;
        assertThat(controlPlane().ownerProblem()).contains("several Clusters (a, b)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {version: 1.33.1, replicas: many} | spec.replicas: has a value of another form
            {version: 1.33.1, network: {certSANs: [a, {b: c}]}} | spec.network.certSANs[1]: has a value of another form
            {version: 1.33.1, network: {certSANs: ["a:1"]}} | spec.network.certSANs[0]:
            """)
    void aSpecThatMakesNoSenseIsAFactOfItsField(String spec, String problem) {
        scene.controlPlane = spec(spec);

        assertThat(controlPlane().invalid()).startsWith(problem);
        assertThat(controlPlane().uid()).isEqualTo("cp-uid");
    }

    @Test
    void aTenantControlPlaneOfSomebodyElseIsNoMeasureOfWhatCanBeChanged() {
        scene.controlPlane = spec("{version: 1.33.1, dataStoreSchema: second}");
        scene.tenant = TENANT + "spec: {dataStoreSchema: first}\n";
        assertThat(controlPlane().invalid()).startsWith("spec.dataStoreSchema: ");

        scene.tenant = Objects.requireNonNull(scene.tenant).replace("cp-uid", "other-uid");
        assertThat(controlPlane().invalid()).isNull();
    }

    @Test
    void aClusterThatNamesAnotherControlPlaneIsNoOwner() {
        scene.cluster = Objects.requireNonNull(scene.cluster)
                .replace("spec: {}", "spec: {controlPlaneRef: {kind: KamajiControlPlane, name: other}}");

        assertThat(controlPlane().ownerProblem())
                .isEqualTo("spec.controlPlaneRef of Cluster ns/c names other, not this KamajiControlPlane: correct it,"
                        + " or metadata.ownerReferences");
    }

    private String spec(String spec) {
        return Objects.requireNonNull(scene.controlPlane).replace("{version: 1.33.1}", spec);
    }

    @Test
    void whoOwnsATenantControlPlaneDecidesWhetherItIsForeign() {
        scene.tenant = TENANT;
        assertThat(tenant().foreign()).isNull();

        scene.tenant = TENANT.replace("cp-uid", "old-uid");
        assertThat(tenant().foreign()).isEqualTo("an earlier KamajiControlPlane cp (UID old-uid)");

        scene.tenant = TENANT.replace("controller: true", "controller: false");
        assertThat(tenant().foreign()).startsWith("nobody");
    }

    @ParameterizedTest
    @CsvSource({"observedGeneration: 1, false", "observedGeneration: 2, true", "other: 1, true"})
    void whatKamajiHasNotProcessedIsNotProcessed(String field, boolean processed) {
        scene.tenant = TENANT.replace("status:\n", "status:\n  " + field + "\n");

        assertThat(tenant().processed()).isEqualTo(processed);
    }

    @Test
    void whatIsIntendedIsAppliedOnceItStands() {
        scene.tenant = TENANT;
        assertThat(tenant().applied()).isFalse();

        GenericKubernetesResource applied =
                Objects.requireNonNull(scene.objects().intent()).toResource();
        applied.getMetadata().setUid("t-uid");
        assertThat(Objects.requireNonNull(scene.objects().withTenant(applied).tenantFacts())
                        .applied())
                .isTrue();
    }

    @Test
    void onlyUnavailableKindsThatAreNeededMatter() {
        scene.unavailable.add(UnavailableKind.of("DataStore", 404));
        scene.unavailable.add(UnavailableKind.of("OtherCluster", 404));
        assertThat(scene.facts().unavailable()).isEmpty();

        scene.unavailable.add(UnavailableKind.of("TenantControlPlane", 404));
        scene.controlPlane = spec("{version: 1.33.1, dataStoreName: d}");
        assertThat(scene.facts().unavailable())
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("Kamaji is not installed"));
        assertThat(scene.facts().dataStore()).isNull();
    }

    @Test
    void aDataStoreMattersWhenItIsNamed() {
        scene.dataStore = "metadata: {name: d}\nstatus: {ready: false}";
        assertThat(scene.facts().dataStore()).isNull();

        scene.controlPlane = spec("{version: 1.33.1, dataStoreName: d}");
        assertThat(scene.facts().dataStore()).isEqualTo(new DataStore(true, false, null));

        scene.dataStore = null;
        assertThat(scene.facts().dataStore()).isEqualTo(new DataStore(false, null, null));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -, -, CURRENT
            kamaji.clastix.io/component, other, STALE
            cluster.x-k8s.io/cluster-name, other, STALE
            type, Opaque, FOREIGN
            owner, other-uid, STALE
            value, other, STALE
            extra, other, CURRENT
            """)
    void aPublishedKubeconfigIsCurrentWhileAllOfItIs(@Nullable String what, @Nullable String value, State state) {
        scene.tenant = RUNNING;
        scene.kubeconfig = kubeconfig("admin.conf", what, value);

        assertThat(scene.facts().credentials().kubeconfig()).isEqualTo(state);
    }

    @Test
    void beforeAnythingHasRunSecretsDecideNothing() {
        scene.tenant = TENANT;
        scene.kubeconfig = kubeconfig("admin.conf", null, null);

        assertThat(scene.facts().credentials()).isEqualTo(Credentials.NONE);
    }

    @Test
    void theKeyFollowsTheAnnotationThenTheAdvertisedAddress() {
        scene.tenant = RUNNING;
        scene.controlPlane = spec("{version: 1.33.1, network: {advertiseAddress: 192.0.2.7}}");
        scene.kubeconfig = kubeconfig("admin.svc", null, null);
        assertThat(scene.facts().credentials().kubeconfig()).isEqualTo(State.CURRENT);

        scene.controlPlane = Objects.requireNonNull(scene.controlPlane)
                .replace("generation: 3", "annotations: {kamaji.clastix.io/kubeconfig-secret-key: super-admin.conf}");
        assertThat(scene.facts().credentials().kubeconfig()).isEqualTo(State.STALE);
        scene.kubeconfig = kubeconfig("super-admin.conf", null, null);
        assertThat(scene.facts().credentials().kubeconfig()).isEqualTo(State.CURRENT);
    }

    @Test
    void kamajisOwnCaCountsByItsLabelAndIsTrustedWhereItCannotBeSeen() {
        scene.controlPlane = Objects.requireNonNull(scene.controlPlane).replace("name: c,", "name: cp,");
        scene.cluster = Objects.requireNonNull(scene.cluster).replace("name: c,", "name: cp,");
        scene.tenant = RUNNING;
        scene.certificateAuthority = secret("cp-ca", "Opaque", Map.of());
        assertThat(scene.facts().credentials().certificateAuthority()).isEqualTo(State.STALE);

        scene.certificateAuthority = secret("cp-ca", "Opaque", Map.of("cluster.x-k8s.io/cluster-name", "cp"));
        Facts live = scene.facts();
        assertThat(live.credentials().certificateAuthority()).isEqualTo(State.CURRENT);

        scene.source = Source.CACHES;
        assertThat(scene.facts()).isEqualTo(live);
        scene.certificateAuthority = secret("cp-ca", "Opaque", Map.of());
        assertThat(scene.facts().credentials().certificateAuthority()).isEqualTo(State.STALE);
        scene.certificateAuthority = null;
        assertThat(scene.facts()).isEqualTo(live);
        assertThat(scene.facts().digest()).isEqualTo(live.digest());

        scene.tenant = RUNNING.replace("certificates: ", "other: ");
        assertThat(scene.facts().credentials().certificateAuthority()).isEqualTo(State.MISSING);
    }

    @Test
    void aCopyOfTheCaIsJudgedLikeTheKubeconfig() {
        scene.tenant = RUNNING;
        scene.source = Source.CACHES;
        assertThat(scene.facts().credentials().certificateAuthority()).isEqualTo(State.MISSING);

        scene.certificateAuthority = secret("c-ca", "cluster.x-k8s.io/secret", Map.of());
        assertThat(scene.facts().credentials().certificateAuthority()).isEqualTo(State.STALE);
    }

    private ControlPlane controlPlane() {
        return Objects.requireNonNull(scene.facts().controlPlane());
    }

    private TenantControlPlane tenant() {
        return Objects.requireNonNull(scene.facts().tenant());
    }

    private static Secret kubeconfig(String key, @Nullable String change, @Nullable String value) {
        CredentialSource source = new CredentialSource(new SourceSecret("cp-admin-kubeconfig", "k1"), key);
        Secret secret = Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: c-kubeconfig
                  labels: {cluster.x-k8s.io/cluster-name: c, kamaji.clastix.io/component: capi}
                  annotations: {controlplane.kamaji.clastix.io/published: %s}
                  ownerReferences:
                  - {apiVersion: controlplane.cluster.x-k8s.io/v1alpha1, kind: KamajiControlPlane, name: cp,
                     uid: cp-uid, controller: true}
                type: cluster.x-k8s.io/secret
                data: {value: a29uZmln}
                """.formatted(source.mark(PublishedSecret.contentHash(Map.of("value", "a29uZmln")))), Secret.class);
        return change == null || value == null ? secret : changed(secret, change, value);
    }

    private static Secret changed(Secret secret, String change, String value) {
        SecretBuilder builder = new SecretBuilder(secret);
        return switch (change) {
            case "type" -> builder.withType(value).build();
            case "owner" ->
                builder.editMetadata()
                        .editFirstOwnerReference()
                        .withUid(value)
                        .endOwnerReference()
                        .endMetadata()
                        .build();
            case "value", "extra" -> builder.addToData(change, value).build();
            default ->
                builder.editMetadata().addToLabels(change, value).endMetadata().build();
        };
    }

    private static Secret secret(String name, String type, Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withType(type)
                .build();
    }
}
