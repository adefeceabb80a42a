// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrimmingTest {
    private static final String OBJECT = """
            apiVersion: example.org/v1
            kind: Example
            metadata:
              namespace: default
              name: one
              uid: u
              generation: 3
              labels: {a: b}
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: long
                kept: "yes"
              finalizers: [example.org/f]
              ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: o, uid: o}]
              managedFields: [{manager: kubectl}, {manager: kamaji-provider}, {manager: kamaji}]
            spec:
              paused: true
              controlPlaneEndpoint: {host: h, port: 1}
              clusterNetwork: {serviceDomain: d}
              controlPlaneRef: {name: kcp}
              infrastructureRef: {name: infra}
              topology: {classRef: {name: c}}
              availabilityGates: [{conditionType: T}]
              other: dropped
            status:
              initialization: {provisioned: true}
              ready: true
              conditions: [{type: T}]
            """;

    @ParameterizedTest
    @EnumSource(Trimming.class)
    void identityLabelsOwnersAndFinalizersStay(Trimming trimming) {
        GenericKubernetesResource object = cut(trimming);
        GenericKubernetesResource whole = Serialization.unmarshal(OBJECT, GenericKubernetesResource.class);
        assertThat(object.getMetadata().getLabels())
                .isEqualTo(whole.getMetadata().getLabels());
        assertThat(object.getMetadata().getUid()).isEqualTo("u");
        assertThat(object.getMetadata().getGeneration()).isEqualTo(3);
        assertThat(object.getMetadata().getOwnerReferences())
                .isEqualTo(whole.getMetadata().getOwnerReferences());
        assertThat(object.getMetadata().getFinalizers())
                .isEqualTo(whole.getMetadata().getFinalizers());
        assertThat(object.getMetadata().getAnnotations()).containsOnlyKeys("kept");
    }

    @Test
    void ourManagedFieldsStayWhereTheyTellWhatCannotBeUnset() {
        assertThat(cut(Trimming.BOOKKEEPING).getMetadata().getManagedFields()).isEmpty();
        assertThat(cut(Trimming.FOREIGN_BOOKKEEPING).getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly("kamaji-provider");
    }

    @Test
    void bookkeepingAloneLeavesTheContent() {
        GenericKubernetesResource whole = Serialization.unmarshal(OBJECT, GenericKubernetesResource.class);
        assertThat(cut(Trimming.BOOKKEEPING).getAdditionalProperties()).isEqualTo(whole.getAdditionalProperties());
    }

    @Test
    void aClusterKeepsWhatFactsAreMadeOf() {
        GenericKubernetesResource cluster = cut(Trimming.CLUSTER);
        assertThat(part(cluster, "spec"))
                .containsOnlyKeys(
                        "paused",
                        "controlPlaneEndpoint",
                        "clusterNetwork",
                        "controlPlaneRef",
                        "infrastructureRef",
                        "topology");
        assertThat(part(cluster, "status")).containsOnlyKeys("initialization");
    }

    @Test
    void aControlPlaneKeepsWhoSetItsEndpoint() {
        GenericKubernetesResource object = Serialization.unmarshal("""
                metadata:
                  namespace: default
                  name: one
                  managedFields:
                  - {manager: kubectl, fieldsV1: {"f:spec": {"f:version": {}}}}
                  - {manager: hand, fieldsV1: {"f:spec": {"f:controlPlaneEndpoint": {"f:host": {}}}}}
                  - {manager: go, fieldsV1: {"f:spec": {"f:controlPlaneEndpoint": {}}}}
                """, GenericKubernetesResource.class);

        Trimming.CONTROL_PLANE.cut(object);

        assertThat(object.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly("hand");
    }

    static List<InfrastructureKind> rows() {
        return InfrastructureKinds.builtIn().rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anInfrastructureClusterSaysTheSameFromTheCache(InfrastructureKind row) {
        GenericKubernetesResource object = Serialization.unmarshal(OBJECT, GenericKubernetesResource.class);
        object.getMetadata().getManagedFields().get(1).setSubresource("status");
        object.setAdditionalProperty("spec", new HashMap<>(Map.of("other", "dropped")));
        object.setAdditionalProperty("status", new HashMap<>(Map.of("ready", true, "conditions", List.of())));
        ((Map<?, ?>) row.spec(new Endpoint("192.0.2.1", 6443)))
                .forEach((field, value) -> part(object, "spec").put(String.valueOf(field), value));
        InfrastructureCluster live = row.facts(object);

        Trimming.cut(object, row);

        assertThat(live.endpoint()).isEqualTo(new Endpoint("192.0.2.1", 6443));
        assertThat(row.facts(object)).isEqualTo(live);
        assertThat(part(object, "spec")).doesNotContainKey("other");
        assertThat(part(object, "status")).doesNotContainKey("conditions");
    }

    private static GenericKubernetesResource cut(Trimming trimming) {
        TrimmedStore store = new TrimmedStore(trimming);
        GenericKubernetesResource object = Serialization.unmarshal(OBJECT, GenericKubernetesResource.class);
        store.put(store.getKey(object), object);
        return Objects.requireNonNull(store.get("default/one"));
    }

    @SuppressWarnings("unchecked") // the parts above are objects
    private static Map<String, Object> part(GenericKubernetesResource object, String name) {
        return (Map<String, Object>)
                Objects.requireNonNull(object.getAdditionalProperties().get(name));
    }
}
