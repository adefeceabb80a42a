// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applies what the mapping makes to a real API server that serves TenantControlPlanes: those of the local stack, or,
 * with {@code KAMAJI_CRDS} in the environment, those of the CRD files in that folder.
 */
class ServedTenantControlPlaneIT {
    /** Of its own, without a garbage collector: the owners of these objects do not exist. */
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());

    private static final KubernetesClient CLIENT = SERVER.adminClient();

    private final String namespace = SERVER.freshNamespace("mapping");

    @BeforeAll
    static void serveTenantControlPlanes() {
        SERVER.applyCrds(crds());
    }

    static Path crds() {
        String folder = System.getenv("KAMAJI_CRDS");
        return folder != null
                ? Path.of(folder)
                : Path.of(Objects.requireNonNull(System.getProperty("checkout.root")))
                        .resolve("deploy/local/src/main/resources/kamaji/capi/local/crds");
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
        SERVER.close();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theServerTakesEveryFieldAndASecondApplyChangesNothing(Map<String, Object> rule) {
        TenantControlPlaneIntent intent = intent(rule);

        GenericKubernetesResource first = apply(intent);
        GenericKubernetesResource second = apply(intent);

        assertThat(intent.isAppliedTo(first)).isTrue();
        assertThat(intent.differences(first)).isEmpty();
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void aFieldThatIsNoLongerWantedGoesAndWhatOthersSetStays() {
        apply(intent("{registry: mine, network: {serviceAddress: 192.0.2.7}}"));
        live().edit(tenant -> {
            Samples.object(tenant.getAdditionalProperties(), "spec")
                    .put("writePermissions", Map.of("blockCreation", true));
            return tenant;
        });

        GenericKubernetesResource after = apply(intent("{network: {serviceType: ClusterIP}}"));

        assertThat(CanonicalJson.write(after.getAdditionalProperties()))
                .contains("\"blockCreation\":true")
                .doesNotContain("192.0.2.7")
                .doesNotContain("\"mine\"");
    }

    /** What was asked for first, of the control plane and of its Cluster, and a text by which it shows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            the port             | {}                                                       | {apiServerPort: 7443}                                      | 7443
            the CIDR blocks      | {}                                                       | {services: {cidrBlocks: [10.1.0.0/16, "fd00:1::/108"]}}    | 10.1.0.0
            those of pods        | {}                                                       | {pods: {cidrBlocks: [10.2.0.0/16, "fd00:2::/64"]}}         | 10.2.0.0
            source ranges        | {network: {loadBalancerConfig: {loadBalancerSourceRanges: [192.0.2.0/24]}}} | {}                      | 192.0.2.0
            an address           | {network: {serviceAddress: 192.0.2.7, advertiseAddress: 192.0.2.8}} | {}                              | 192.0.2
            DNS addresses        | {network: {dnsServiceIPs: [10.96.0.99]}}                 | {}                                                         | 10.96.0.99
            names                | {network: {certSANs: [api.example.org]}}                 | {}                                                         | api.example.org
            an ingress           | {network: {ingress: {hostname: api.example.org}}}        | {}                                                         | ingress
            a gateway            | {network: {gateway: {name: g, namespace: e, hostname: api.example.org}}} | {}                         | gateway
            ports of the Service | {network: {additionalServicePorts: [{name: web, port: 80, targetPort: 80}]}} | {}                     | additionalPorts
            labels of it         | {network: {serviceLabels: {team: blue}}}                 | {}                                                         | blue
            probes               | {deployment: {probes: {liveness: {periodSeconds: 5}}}}   | {}                                                         | periodSeconds
            arguments            | {apiServer: {extraArgs: [--v=9]}}                        | {}                                                         | --v=9
            resources            | {kine: {resources: {limits: {cpu: 1}}}}                  | {}                                                         | limits
            an addon             | {addons: {coreDNS: {}, kubeProxy: {}, konnectivity: {}}} | {}                                                         | coreDNS
            plug-ins             | {admissionControllers: [AlwaysPullImages]}               | {}                                                         | AlwaysPullImages
            patches of kubelets  | {kubelet: {configurationJSONPatches: [{op: remove, path: /a}]}} | {}                                  | configurationJSONPatches
            placement            | {deployment: {nodeSelector: {zone: a}, tolerations: [{operator: Exists}]}} | {}                       | zone
            overrides            | {dataStoreOverrides: [{resource: events, dataStore: fast}]} | {}                                      | fast
            """)
    void whatIsClearedGoes(String what, String controlPlane, String cluster, String shows) {
        GenericKubernetesResource before =
                apply(intent(Map.of("controlPlane", Samples.object(controlPlane), "cluster", Samples.object(cluster))));
        assertThat(CanonicalJson.write(before.getAdditionalProperties())).contains(shows);

        TenantControlPlaneIntent cleared = intent("{}").keepingWhatCannotBeUnset(before);
        GenericKubernetesResource after = apply(cleared);

        assertThat(CanonicalJson.write(after.getAdditionalProperties())).doesNotContain(shows);
        assertThat(cleared.deviations(after).kept()).isEmpty();
        assertThat(cleared.isAppliedTo(after)).isTrue();
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {dataStoreName: first}    | {}                           | first        | spec.dataStoreName
            {dataStoreSchema: tables} | {}                           | tables       | spec.dataStoreSchema
            {dataStoreUsername: user} | {}                           | user         | spec.dataStoreUsername
            {}                        | {serviceDomain: tenant.local} | tenant.local | Cluster spec.clusterNetwork.serviceDomain
            {network: {loadBalancerConfig: {loadBalancerClass: fast}}} | {} | fast   | spec.network.loadBalancerConfig.loadBalancerClass
            """)
    void whatCannotBeClearedStaysAndIsNamed(String controlPlane, String cluster, String value, String named) {
        GenericKubernetesResource before =
                apply(intent(Map.of("controlPlane", Samples.object(controlPlane), "cluster", Samples.object(cluster))));

        TenantControlPlaneIntent cleared = intent("{}").keepingWhatCannotBeUnset(before);
        GenericKubernetesResource after = apply(cleared);

        assertThat(CanonicalJson.write(after.getAdditionalProperties())).contains(value);
        assertThat(cleared.deviations(after).kept()).containsExactly(named);
        assertThat(cleared.isAppliedTo(after)).isTrue();
    }

    @Test
    void aDataStoreThatIsNoLongerNamedStaysBecauseItCannotBeUnset() {
        GenericKubernetesResource before = apply(intent("{dataStoreName: first}"));

        TenantControlPlaneIntent intent = intent("{}").keepingWhatCannotBeUnset(before);
        GenericKubernetesResource after = apply(intent);

        assertThat(intent.isAppliedTo(after)).isTrue();
        assertThat(Samples.object(after.getAdditionalProperties(), "spec")).containsEntry("dataStore", "first");
    }

    @Test
    void recreatingPodsLaterTakesARemovalBesideTheApply() {
        apply(intent("{replicas: 1}"));
        TenantControlPlaneIntent intent = intent("{replicas: 1, deployment: {strategy: {type: Recreate}}}");

        GenericKubernetesResource applied = apply(intent);
        intent.removalPatch(applied).ifPresent(patch -> live().patch(PatchContext.of(PatchType.JSON_MERGE), patch));

        assertThat(intent.removalPatch(live().require())).isEmpty();
        assertThat(intent.isAppliedTo(live().require())).isTrue();
        assertThat(CanonicalJson.write(live().require().getAdditionalProperties()))
                .contains("\"strategy\":{\"type\":\"Recreate\"}");
    }

    private TenantControlPlaneIntent intent(String spec) {
        return intent(Map.of("controlPlane", Samples.object(spec)));
    }

    private TenantControlPlaneIntent intent(Map<String, Object> rule) {
        KamajiControlPlane controlPlane = Samples.controlPlane(Samples.object(rule, "controlPlane"));
        controlPlane.getMetadata().setNamespace(namespace);
        return TenantControlPlaneIntent.of(controlPlane, Samples.cluster(Samples.object(rule, "cluster")));
    }

    private GenericKubernetesResource apply(TenantControlPlaneIntent intent) {
        return CLIENT.resource(intent.toResource())
                .fieldManager(TenantControlPlaneIntent.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private Resource<GenericKubernetesResource> live() {
        return CLIENT.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .withName("b");
    }

    static Stream<Named<Map<String, Object>>> rules() {
        return MappingRulesTest.rules();
    }
}
