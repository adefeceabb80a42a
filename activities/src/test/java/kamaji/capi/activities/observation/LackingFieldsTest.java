// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Facts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a field that was left out, since no installed Kamaji knew it, is applied after all. */
class LackingFieldsTest {
    private final Scene scene = new Scene();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            what is served is not known      | spec.networkProfile.advertiseAddress | -                | true  | true
            it is still not served           | spec.networkProfile.advertiseAddress | address          | true  | true
            it is served now                 | spec.networkProfile.advertiseAddress | advertiseAddress | true  | false
            nothing was left out             | -                                    | advertiseAddress | false | true
            it stands in its other spelling  | spec.networkProfile.podCidrs         | podCidrs         | false | true
            """)
    void whatIsServedMeanwhileIsDue(
            String why, @Nullable String leftOut, @Nullable String served, boolean lacking, boolean applied) {
        scene.controlPlane = Objects.requireNonNull(scene.controlPlane)
                .replace(
                        "{version: 1.33.1}",
                        "{version: 1.33.1, network: {serviceType: LoadBalancer, advertiseAddress: 192.0.2.7}}")
                .replace(
                        "generation: 3,",
                        "generation: 3, finalizers: [controlplane.kamaji.clastix.io/finalizer],"
                                + " annotations: {clusterctl.cluster.x-k8s.io/block-move: 'true'},");
        scene.cluster = Objects.requireNonNull(scene.cluster)
                .replace("spec: {}", "spec: {clusterNetwork: {pods: {cidrBlocks: [10.2.0.0/16]}}}");
        ClusterObjects objects =
                scene.objects().withTenant(applied(leftOut)).withSchema(served == null ? null : schema(served));

        Facts facts = objects.facts();

        assertThat(objects.lacksFields()).isEqualTo(lacking);
        assertThat(Objects.requireNonNull(facts.tenant()).applied()).isEqualTo(applied);
        assertThat(Decisions.decide(Scene.REF, facts, RunState.NONE).due().contains(Step.APPLY_TENANT_CONTROL_PLANE))
                .isEqualTo(!applied);
        assertThat(facts.digest().equals(objects.withSchema(null).facts().digest()))
                .as("a watcher that sees what is served has news only then")
                .isEqualTo(applied);
    }

    private GenericKubernetesResource applied(@Nullable String leftOut) {
        TenantControlPlaneIntent intent = Objects.requireNonNull(scene.objects().intent());
        return leftOut == null
                ? intent.toResource()
                : intent.withoutUndeclared("failed: ." + leftOut + ": field not declared in schema")
                        .orElseThrow()
                        .toResource();
    }

    private static ServedSchema schema(String field) {
        Map<String, ?> properties = Map.of("properties", Map.of(field, Map.of("type", "string")));
        return new ServedSchema(Map.of(
                "properties", Map.of("spec", Map.of("properties", Map.of("networkProfile", properties)))));
    }
}
