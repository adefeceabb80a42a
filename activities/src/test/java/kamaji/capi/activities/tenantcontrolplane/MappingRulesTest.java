// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static kamaji.capi.activities.tenantcontrolplane.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.api.Probes;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules stand in {@code mapping-rules.yaml} and {@code refusals.yaml}. */
class MappingRulesTest {
    /** Written by the provider, and where the TenantControlPlane is. */
    private static final Set<String> NOT_MAPPED = Set.of(
            "controlPlaneEndpoint.host",
            "controlPlaneEndpoint.port",
            "deployment.externalClusterReference.kubeconfigSecretName",
            "deployment.externalClusterReference.kubeconfigSecretKey",
            "deployment.externalClusterReference.kubeconfigSecretNamespace",
            "deployment.externalClusterReference.deploymentNamespace",
            "deployment.externalClusterReference.tenantControlPlaneName");

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

    /** Whoever adds a field to the API says here where it goes. */
    @Test
    void everyFieldOfTheSpecIsInSomeRule() {
        Set<String> ruled = new TreeSet<>();
        rules().forEach(rule -> paths("", object(rule.getPayload(), "controlPlane"), ruled));
        Set<String> fields = new TreeSet<>();
        fields("", KamajiControlPlaneSpec.class, fields);
        fields.removeIf(NOT_MAPPED::contains);

        assertThat(fields).hasSizeGreaterThan(100);
        assertThat(ruled).containsAll(fields);
    }

    private static void paths(String path, Object value, Set<String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((field, below) -> {
                into.add(path + field);
                paths(path + field + ".", Objects.requireNonNull(below), into);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(element -> paths(path, Objects.requireNonNull(element), into));
        }
    }

    private static void fields(String path, Class<?> record, Set<String> into) {
        for (RecordComponent component : record.getRecordComponents()) {
            Type type = component.getGenericType() instanceof ParameterizedType list
                    ? list.getActualTypeArguments()[list.getActualTypeArguments().length - 1]
                    : component.getType();
            if (type instanceof Class<?> below && below.isRecord() && below != Probes.Probe.class) {
                fields(path + component.getName() + ".", below, into);
            } else {
                into.add(path + component.getName());
            }
        }
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
