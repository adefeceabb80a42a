// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KamajiControlPlaneCrdIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final KubernetesClient CLIENT = SERVER.adminClient();

    private final String namespace = SERVER.freshNamespace("api");

    @BeforeAll
    static void serveOurKinds() {
        SERVER.applyCrds(CrdFile.FOLDER);
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1alpha1", "v1alpha2"})
    void anAlmostEmptyControlPlaneGetsItsDefaultsAtBothVersions(String version) {
        create(
                version,
                "{addons: {konnectivity: {}}, network: {additionalServicePorts: [{name: a, port: 1, targetPort: b}]}}");

        KamajiControlPlaneSpec spec = controlPlane().require().getSpec();

        assertThat(spec.version()).isEqualTo("v1.33.1");
        assertThat(spec.replicas()).isEqualTo(2);
        assertThat(spec.registry()).isNotEmpty();
        assertThat(Objects.requireNonNull(spec.kubelet()).cgroupfs()).isEqualTo("systemd");
        assertThat(spec.kubelet().preferredAddressTypes()).containsExactly("InternalIP", "ExternalIP", "Hostname");
        Network network = Objects.requireNonNull(spec.network());
        assertThat(network.serviceType()).isEqualTo("LoadBalancer");
        assertThat(Objects.requireNonNull(network.additionalServicePorts()))
                .singleElement()
                .satisfies(port -> assertThat(port.protocol()).isEqualTo("TCP"));
        Addons.Konnectivity konnectivity =
                Objects.requireNonNull(Objects.requireNonNull(spec.addons()).konnectivity());
        assertThat(Objects.requireNonNull(konnectivity.server()).port()).isEqualTo(8132);
        assertThat(Objects.requireNonNull(konnectivity.agent()).mode()).isEqualTo("DaemonSet");
        assertThat(konnectivity.agent().hostNetwork()).isFalse();
        assertThat(konnectivity.agent().tolerations())
                .singleElement()
                .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("CriticalAddonsOnly"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{host: '', port: 0}", "{host: api.example.org}", "{host: 192.0.2.1, port: 6443}"})
    void anUnsetOrHalfEndpointIsTaken(String endpoint) {
        create("v1alpha2", "{controlPlaneEndpoint: " + endpoint + "}");
        assertThat(controlPlane().require().getSpec().controlPlaneEndpoint()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {controlPlaneEndpoint: {host: a, port: 65536}} | spec.controlPlaneEndpoint.port
            {replicas: -1}                                 | spec.replicas
            {admissionControllers: [None]}                 | spec.admissionControllers[0]
            {kubelet: {preferredAddressTypes: []}}         | spec.kubelet.preferredAddressTypes
            {kubelet: {preferredAddressTypes: [Hostname, Hostname]}} | Duplicate value
            {network: {serviceType: External}}             | spec.network.serviceType
            {network: {serviceType: ClusterIP, loadBalancerConfig: {loadBalancerClass: a}}} | loadBalancerClass needs serviceType LoadBalancer
            {network: {serviceType: NodePort, loadBalancerConfig: {loadBalancerSourceRanges: [10.0.0.0/8]}}} | loadBalancerSourceRanges needs serviceType LoadBalancer
            {network: {serviceType: ClusterIP, allocateLoadBalancerNodePorts: false}} | allocateLoadBalancerNodePorts needs serviceType LoadBalancer
            {network: {gateway: {name: a, namespace: b, hostname: c, port: 0}}} | spec.network.gateway.port
            {network: {ingress: {className: a}}}           | spec.network.ingress.hostname
            {addons: {konnectivity: {server: {image: a}}}} | spec.addons.konnectivity.server.port
            {addons: {konnectivity: {agent: {replicas: 1}}}} | leave it out with mode DaemonSet
            {addons: {konnectivity: {agent: {mode: Deployment, replicas: 0}}}} | must be at least 1
            {apiServer: {probes: {liveness: {timeoutSeconds: 0}}}} | spec.apiServer.probes.liveness.timeoutSeconds
            {scheduler: {containerImageName: ""}}          | spec.scheduler.containerImageName
            {deployment: {externalClusterReference: {deploymentNamespace: a}}} | kubeconfigSecretName
            {deployment: {externalClusterReference: {deploymentNamespace: a, kubeconfigSecretName: b, kubeconfigSecretKey: c, tenantControlPlaneName: 1a}}} | tenantControlPlaneName
            """)
    void whatCannotWorkIsRefusedWithItsField(String spec, String message) {
        for (String version : new String[] {"v1alpha1", "v1alpha2"}) {
            assertThatThrownBy(() -> create(version, spec))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {dataStoreUsername: a} | {dataStoreUsername: b} | dataStoreUsername cannot be changed
            {network: {loadBalancerConfig: {loadBalancerClass: a}}} | {network: {loadBalancerConfig: {loadBalancerClass: b}}} | loadBalancerClass cannot be changed
            {network: {loadBalancerConfig: {loadBalancerClass: a}}} | {network: {loadBalancerConfig: {loadBalancerClass: null}}} | loadBalancerClass cannot be added or removed later
            {network: {loadBalancerConfig: {}}} | {network: {loadBalancerConfig: {loadBalancerClass: a}}} | loadBalancerClass cannot be added or removed later
            """)
    void whatIsFixedStaysAsItIs(String spec, String change, String message) {
        create("v1alpha2", spec);
        String patch = "{spec: " + change + "}";
        assertThatThrownBy(() -> controlPlane().patch(PatchContext.of(PatchType.JSON_MERGE), Yaml.toJson(patch)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEditThroughTheOldVersionLosesNothingOfTheNewOne() {
        create(
                "v1alpha2",
                "{network: {allocateLoadBalancerNodePorts: true, gateway: {name: a, namespace: b, hostname: c, sectionName: d}}}");
        status("{initialization: {controlPlaneInitialized: true}, versions: [{version: v1.33.1, replicas: 2}],"
                + " upToDateReplicas: 2, settled: {digest: d, result: converged}, upgrade: {hops: [v1.33.1]}}");
        GenericKubernetesResource before = at("v1alpha2").require();

        at("v1alpha1").edit(old -> {
            old.getMetadata().getAnnotations().put("touched", "yes");
            return old;
        });

        GenericKubernetesResource after = at("v1alpha2").require();
        assertThat(after.getMetadata().getAnnotations()).containsEntry("touched", "yes");
        assertThat(after.getAdditionalProperties()).isEqualTo(before.getAdditionalProperties());
        assertThat(after.getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
    }

    @Test
    void aStatusWithoutTheFormerlyRequiredFieldsIsTakenAndSaysThatNoMachinesRunIt() {
        create("v1alpha1", "{}");
        status("{settled: {digest: d}}");
        KamajiControlPlaneStatus status = controlPlane().require().getStatus();
        assertThat(status.externalManagedControlPlane()).isTrue();
        assertThat(status.settled()).isEqualTo(new KamajiControlPlaneStatus.Settled("d", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {conditions: [{type: Ready, status: "True"}]} | status.conditions[0].reason: Required value
            {conditions: [{type: Ready, status: Maybe, reason: A, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]} | Unsupported value: "Maybe"
            {conditions: [{type: Ready, status: "True", reason: not good, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]} | status.conditions[0].reason
            {conditions: [{type: A, status: "True", reason: A, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}, {type: A, status: "True", reason: A, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]} | Duplicate value
            {versions: [{version: v1.33.1, replicas: 0}]} | status.versions[0].replicas
            """)
    void aStatusThatClusterApiWouldChokeOnIsRefused(String status, String message) {
        create("v1alpha2", "{}");
        assertThatThrownBy(() -> status(status))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theScaleSubresourceReadsAndWritesReplicas() {
        create("v1alpha2", "{replicas: 1}");
        status("{replicas: 1, selector: a=b}");

        Scale scale = controlPlane().scale();
        assertThat(scale.getStatus().getReplicas()).isEqualTo(1);
        assertThat(scale.getStatus().getSelector()).isEqualTo("a=b");

        scale.getSpec().setReplicas(3);
        controlPlane().scale(scale);
        assertThat(controlPlane().require().getSpec().replicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"v1alpha1, {initialized: true}", "v1alpha2, {initialization: {controlPlaneInitialized: true}}"})
    void columnsStandInTheirOrderAndReadTheVersionsOwnStatus(String version, String status) {
        create(version, "{}");
        status(status);
        Table table = Table.of(CLIENT, version, namespace);
        assertThat(table.columns()).containsExactly("Name", "Version", "Initialized", "Ready", "Age");
        assertThat(table.firstRow().subList(0, 4)).containsExactly("a", "v1.33.1", "true", "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1alpha1", "v1alpha2"})
    void aTemplateTakesTheSpecWithDefaultsAndRules(String version) {
        Yaml.create(CLIENT, version, "KamajiControlPlaneTemplate", namespace, "{template: {spec: {}}}");
        KamajiControlPlaneTemplateSpec.ControlPlane spec = CLIENT.resources(KamajiControlPlaneTemplate.class)
                .inNamespace(namespace)
                .withName("a")
                .require()
                .getSpec()
                .template()
                .spec();
        assertThat(Objects.requireNonNull(spec.network()).serviceType()).isEqualTo("LoadBalancer");

        String wrong =
                "{template: {spec: {network: {serviceType: ClusterIP, loadBalancerConfig: {loadBalancerClass: a}}}}}";
        assertThatThrownBy(() -> Yaml.create(CLIENT, version, "KamajiControlPlaneTemplate", namespace, wrong))
                .hasMessageContaining("loadBalancerClass needs serviceType LoadBalancer");
    }

    private void create(String version, String spec) {
        Yaml.create(CLIENT, version, KamajiControlPlane.KIND, namespace, Yaml.withVersion(spec));
    }

    private void status(String status) {
        controlPlane()
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Yaml.toJson("{status: " + status + "}"));
    }

    private Resource<KamajiControlPlane> controlPlane() {
        return CLIENT.resources(KamajiControlPlane.class).inNamespace(namespace).withName("a");
    }

    private Resource<GenericKubernetesResource> at(String version) {
        return CLIENT.genericKubernetesResources(KamajiControlPlane.GROUP + "/" + version, KamajiControlPlane.KIND)
                .inNamespace(namespace)
                .withName("a");
    }
}
