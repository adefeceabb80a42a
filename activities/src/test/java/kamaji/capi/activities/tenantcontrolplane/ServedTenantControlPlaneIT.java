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
