// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static kamaji.capi.activities.tenantcontrolplane.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.stream.Stream;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules stand in {@code mapping-rules.yaml} and {@code refusals.yaml}. */
class MappingRulesTest {
    private static final Map<String, Object> ALWAYS =
            object("{networkProfile: {}, kubernetes: {version: v1.33.1, kubelet: {}},"
                    + " controlPlane: {service: {serviceType: LoadBalancer}}}");

    @ParameterizedTest
    @MethodSource("rules")
    void mapsExactly(Map<String, Object> rule) {
        KamajiControlPlane controlPlane = Samples.controlPlane(object(rule, "controlPlane"));
        ClusterView cluster = Samples.cluster(object(rule, "cluster"));

        GenericKubernetesResource tenant =
                TenantControlPlaneIntent.of(controlPlane, cluster).toResource();

        assertThat(CanonicalJson.write(tenant.getAdditionalProperties()))
                .isEqualTo(CanonicalJson.write(Map.of("spec", Samples.merged(ALWAYS, object(rule, "expected")))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(Map<String, Object> rule) {
        KamajiControlPlane controlPlane = Samples.controlPlane(object(rule, "controlPlane"));
        controlPlane.getMetadata().setName((String) rule.getOrDefault("name", "b"));
        ClusterView cluster = Samples.cluster(object(rule, "cluster"));
        if (rule.get("clusterName") instanceof String name) {
            cluster.resource()
                    .setMetadata(new ObjectMetaBuilder().withName(name).build());
        }

        GenericKubernetesResource live = new GenericKubernetesResource();
        live.setAdditionalProperty("spec", object(rule, "live"));

        assertThatThrownBy(() -> TenantControlPlaneIntent.of(controlPlane, cluster, live))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        refused -> assertThat(refused.fieldPath()).isEqualTo(rule.get("field")))
                .hasMessageStartingWith(rule.get("field") + ": ")
                .hasMessageContaining((String) rule.get("says"));
    }

    static Stream<Named<Map<String, Object>>> rules() {
        return named("mapping-rules.yaml");
    }

    static Stream<Named<Map<String, Object>>> refusals() {
        return named("refusals.yaml");
    }

    private static Stream<Named<Map<String, Object>>> named(String resource) {
        return Samples.documents(resource).stream().map(rule -> Named.of(String.valueOf(rule.get("rule")), rule));
    }
}
