// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.tenantcontrolplane.MappingInputs;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a TenantControlPlane is left as another release, or the Go provider, has made it. */
class UntouchedTest {
    private static final String SPEC = "{version: 1.33.1, apiServer: {probes: {liveness: {periodSeconds: 5}}}}";
    private static final String CREATED = "{type: TenantControlPlaneCreated, status: '%s', reason: %s,"
            + " observedGeneration: %d, lastTransitionTime: '2026-01-01T00:00:00Z', message: ''}";
    private static final String DONE = CREATED.formatted("True", "Succeeded", 3);

    private final Scene scene = new Scene();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the Go provider has carried out the spec | manager | True  | Succeeded | 3 | ''     | true
            it has not seen the newest spec          | manager | True  | Succeeded | 2 | ''     | false
            it could not carry it out                | manager | False | Pending   | 3 | ''     | false
            somebody asked for corrections           | manager | True  | Succeeded | 3 | 'true' | false
            an answer to that of no                  | manager | True  | Succeeded | 3 | 'false'| true
            somebody else made it                    | kubectl | True  | Succeeded | 3 | ''     | false
            """)
    void whatTheGoProviderMade(
            String why, String manager, String status, String reason, long generation, String asked, boolean left) {
        scene.controlPlane = controlPlane(
                SPEC,
                Map.of("controlplane.kamaji.clastix.io/apply-corrections", asked),
                CREATED.formatted(status, reason, generation));
        scene.tenant = tenant(Map.of(), manager);

        assertLeft(left);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing asked for since           | {version: 1.33.1, replicas: 2}                         | true
            only the endpoint was written     | {version: 1.33.1, replicas: 2, controlPlaneEndpoint: {host: a, port: 1}} | true
            a change of the spec              | {version: 1.33.1, replicas: 3}                         | false
            """)
    void afterTheSwitchWhatIsAskedForDecides(String why, String spec, boolean left) {
        String adopted = inputs("{version: 1.33.1, replicas: 2}");
        scene.controlPlane = controlPlane(spec, Map.of("controlplane.kamaji.clastix.io/adopted", adopted), "");
        scene.tenant = tenant(Map.of(), "manager");

        assertLeft(left);
    }

    @Test
    void aLabelIsAChangeToo() {
        String adopted = inputs(SPEC);
        scene.controlPlane = controlPlane(SPEC, Map.of("controlplane.kamaji.clastix.io/adopted", adopted), DONE)
                .replace("\"name\":\"cp\"", "\"name\":\"cp\",\"labels\":{\"team\":\"blue\"}");
        scene.tenant = tenant(Map.of(), "manager");

        assertLeft(false);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an older release, same wishes        | 0 | true  | true
            an older release, other wishes       | 0 | false | false
            this release: a drift is corrected   | 1 | true  | false
            a later release that was taken back  | 9 | true  | true
            """)
    void whatAnotherReleaseApplied(String why, int revision, boolean sameWishes, boolean left) {
        scene.controlPlane = controlPlane(SPEC, Map.of(), "");
        String mapping = revision + "-" + (sameWishes ? inputs(SPEC) : "0123456789abcdef");
        scene.tenant = tenant(
                Map.of(
                        "controlplane.kamaji.clastix.io/mapping",
                        mapping,
                        "controlplane.kamaji.clastix.io/applied",
                        "fedcba9876543210"),
                "kamaji-provider");

        assertLeft(left);
        assertThat(Facts.MAPPING_REVISION).isEqualTo(1);
    }

    @Test
    void aValueThatIsRefusedTodayDoesNotBlockWhatRunsWithIt() {
        scene.controlPlane = controlPlane(
                "{version: 1.33.1, network: {loadBalancerConfig: {loadBalancerClass: fast}}}", Map.of(), DONE);
        scene.tenant = tenant(Map.of(), "manager");

        Facts facts = scene.facts();

        assertThat(Objects.requireNonNull(facts.controlPlane()).invalid()).isNull();
        assertThat(tenantOf(facts).deviations().corrections())
                .singleElement()
                .asString()
                .startsWith("spec.network.loadBalancerConfig.loadBalancerClass: \"fast\" cannot be added later");
        scene.controlPlane = Objects.requireNonNull(scene.controlPlane).replace("\"generation\":3", "\"generation\":4");
        assertThat(Objects.requireNonNull(scene.facts().controlPlane()).invalid())
                .startsWith("spec.network.loadBalancerConfig.loadBalancerClass: ");
    }

    @Test
    void ownersLabelsAndCidrsInTheirOtherFormAreNoCorrections() {
        scene.cluster = Objects.requireNonNull(scene.cluster)
                .replace(
                        "spec: {}",
                        "spec: {clusterNetwork: {pods: {cidrBlocks: [10.2.0.0/16]},"
                                + " services: {cidrBlocks: [10.1.0.0/16]}}}");
        scene.controlPlane = controlPlane("{version: 1.33.1}", Map.of(), DONE);
        scene.tenant = tenant(Map.of(), "manager")
                .replace(
                        "\"networkProfile\":{}",
                        "\"networkProfile\":{\"podCidrs\":[\"10.2.0.0/16\"],"
                                + "\"podCidr\":\"10.244.0.0/16\",\"serviceCidr\":\"10.1.0.0/16\"}");

        assertThat(tenantOf(scene.facts()).deviations().corrections()).isEmpty();
    }

    private void assertLeft(boolean left) {
        Facts facts = scene.facts();
        assertThat(tenantOf(facts).applied()).isEqualTo(left);
        assertThat(Decisions.decide(Scene.REF, facts, RunState.NONE).due().contains(Step.APPLY_TENANT_CONTROL_PLANE))
                .isNotEqualTo(left);
        if (!left) {
            assertThat(tenantOf(facts).deviations().corrections()).isEmpty();
        }
    }

    private static TenantControlPlane tenantOf(Facts facts) {
        return Objects.requireNonNull(facts.tenant());
    }

    private String inputs(String spec) {
        Scene other = new Scene();
        other.controlPlane = controlPlane(spec, Map.of(), "");
        return MappingInputs.hash(
                SpecDecoding.decode(Objects.requireNonNull(Scene.object(other.controlPlane))),
                new ClusterView(Objects.requireNonNull(Scene.object(other.cluster))));
    }

    private static String controlPlane(String spec, Map<String, String> annotations, String condition) {
        Map<String, Object> metadata = new TreeMap<>(
                Documents.object(Documents.read(Objects.requireNonNull(new Scene().controlPlane)), "metadata"));
        metadata.put("finalizers", List.of("controlplane.kamaji.clastix.io/finalizer"));
        metadata.put("annotations", annotations);
        return Serialization.asJson(Map.of(
                "metadata", metadata,
                "spec", Documents.read(spec),
                "status", Documents.read("{conditions: [" + condition + "]}")));
    }

    private static String tenant(@Nullable Map<String, String> annotations, String manager) {
        Map<String, Object> metadata = new TreeMap<>(Documents.read("""
                {name: cp, namespace: ns, uid: t-uid, generation: 2, ownerReferences: [
                  {apiVersion: controlplane.cluster.x-k8s.io/v1alpha1, kind: KamajiControlPlane, name: cp, uid: cp-uid,
                   controller: true, blockOwnerDeletion: true}]}
                """));
        metadata.put("annotations", annotations);
        metadata.put("managedFields", List.of(Documents.read("""
                {manager: %s, operation: %s, apiVersion: kamaji.clastix.io/v1alpha1, fieldsType: FieldsV1,
                 fieldsV1: {f:spec: {f:kubernetes: {f:version: {}}}}}
                """.formatted(
                        manager, manager.equals("manager") ? "Update" : "Apply"))));
        return Serialization.asJson(Map.of("metadata", metadata, "spec", Documents.read("""
                        {kubernetes: {version: v1.33.1, kubelet: {}}, networkProfile: {},
                         controlPlane: {deployment: {replicas: 2}, service: {serviceType: LoadBalancer}}}
                        """)));
    }
}
