// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndeclaredFieldsTest {
    private static final String NAMES_THEM_ALL = """
            failed to create typed patch object (a/b; kamaji.clastix.io/v1alpha1, Kind=TenantControlPlane): errors:
              .spec.networkProfile.podCidrs: field not declared in schema
              .spec.ports[1].future: field not declared in schema
              .spec.containers[0].env[name="x.y"].future: field not declared in schema
              .spec.containers[0].ports[containerPort=80,protocol="TCP"].future: field not declared in schema
              .spec.notOurs.future: field not declared in schema
            """;

    @Test
    void removesWhatIsNamedAndNothingElse() {
        Map<String, Object> content = Samples.object("""
                spec:
                  networkProfile: {podCidr: a, podCidrs: [a]}
                  ports: [{port: 1, future: 1}, {port: 2, future: 2}]
                  containers: [{env: [{name: z, future: 3}, {name: x.y, future: 4}], ports: [{containerPort: 80, future: 5}]}]
                """);

        assertThat(UndeclaredFields.remove(NAMES_THEM_ALL, content))
                .containsExactly(
                        "spec.networkProfile.podCidrs",
                        "spec.ports[1].future",
                        "spec.containers[0].env[1].future",
                        "spec.containers[0].ports[0].future");
        assertThat(content).isEqualTo(Samples.object("""
                                spec:
                                  networkProfile: {podCidr: a}
                                  ports: [{port: 1, future: 1}, {port: 2}]
                                  containers: [{env: [{name: z, future: 3}, {name: x.y}], ports: [{containerPort: 80}]}]
                                """));
    }

    @Test
    void aSingleFieldStandsOnTheFirstLine() {
        Map<String, Object> content = Samples.object("{spec: {a: 1, b: 2}}");
        List<String> removed = UndeclaredFields.remove(
                "failed to create typed patch object (n.s/b; kamaji.clastix.io/v1alpha1, Kind=TenantControlPlane):"
                        + " .spec.a: field not declared in schema",
                content);
        assertThat(removed).containsExactly("spec.a");
        assertThat(content).isEqualTo(Samples.object("{spec: {b: 2}}"));
    }

    @Test
    void anyOtherRefusalRemovesNothing() {
        Map<String, Object> content = Samples.object("{spec: {a: 1}}");
        assertThat(UndeclaredFields.remove("admission webhook denied the request: .spec.a: no", content))
                .isEmpty();
        assertThat(content).isEqualTo(Samples.object("{spec: {a: 1}}"));
    }
}
