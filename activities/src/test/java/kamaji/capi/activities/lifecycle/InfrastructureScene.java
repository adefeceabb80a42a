// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;

/** A Cluster on some infrastructure kind with its control plane at 192.0.2.10:6443, in a namespace of its own. */
final class InfrastructureScene {
    static final Endpoint ADDRESS = new Endpoint("192.0.2.10", 6443);

    final InfrastructureRef infrastructure;
    private final KubernetesClient admin;
    private final InfrastructureKinds table;
    private final ClusterRef ref;
    private final KubernetesControlPlaneActivities activities;

    InfrastructureScene(
            KubernetesClient admin,
            KubernetesClient provider,
            String namespace,
            InfrastructureKinds table,
            String kind) {
        this.admin = admin;
        this.table = table;
        this.ref = new ClusterRef("scene", namespace, "cp");
        String group = table.rows().stream()
                .filter(row -> row.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .group();
        this.infrastructure = new InfrastructureRef(group, kind, "infra");
        this.activities = new KubernetesControlPlaneActivities(
                provider, "scene", AccessCheck.OFF, table, ExternalGates.OFF, List.of(), Clock.systemUTC());
        HasMetadata cluster = create("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: c}
                spec: {infrastructureRef: {apiGroup: %s, kind: %s, name: infra}}
                """.formatted(group, kind));
        create("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: cp
                  ownerReferences: [{apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: c, uid: %s}]
                spec: {version: 1.33.1}
                """.formatted(cluster.getMetadata().getUid()));
        activities.applyTenantControlPlane(target());
        patchStatus(TenantControlPlaneView.CONTEXT, "cp", Map.of("controlPlaneEndpoint", ADDRESS.toString()));
    }

    private GenericKubernetesResource create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        return admin.resource(object).inNamespace(ref.namespace()).create();
    }

    void createInfrastructure(Object spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(context().getGroup() + "/" + context().getVersion());
        object.setKind(infrastructure.kind());
        object.setMetadata(
                new ObjectMetaBuilder().withName(infrastructure.name()).build());
        object.setAdditionalProperty("spec", spec);
        admin.resource(object).inNamespace(ref.namespace()).create();
    }

    /** As the user edits it. */
    void editInfrastructure(String host, int port) {
        InfrastructureKind row = served().row();
        Map<String, Object> root = new HashMap<>();
        put(root, row.host(), host);
        put(root, row.port(), port);
        patch(context(), infrastructure.name(), root);
    }

    @SuppressWarnings("unchecked") // made by this very method
    private static void put(Map<String, Object> root, List<String> path, Object value) {
        Map<String, Object> node = root;
        for (String field : path.subList(0, path.size() - 1)) {
            node = (Map<String, Object>) node.computeIfAbsent(field, absent -> new HashMap<String, Object>());
        }
        node.put(path.get(path.size() - 1), value);
    }

    void publish() {
        activities.publishEndpoint(target());
    }

    Facts observe() {
        return activities.observe(ref);
    }

    InfrastructureCluster facts() {
        return Objects.requireNonNull(observe().infrastructure());
    }

    /** What the status says of the infrastructure, empty when it is well. */
    String told() {
        return Objects.requireNonNull(
                        Decisions.decide(ref, observe(), RunState.NONE).report())
                .conditions()
                .stream()
                .filter(condition -> condition.type().equals("InfrastructureClusterPatched"))
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Nullable
    Object live(String... path) {
        return live().get((Object[]) path);
    }

    GenericKubernetesResource live() {
        return admin.genericKubernetesResources(context())
                .inNamespace(ref.namespace())
                .withName(infrastructure.name())
                .get();
    }

    /** Version of the object, which every write that changes something raises. */
    String version() {
        return live().getMetadata().getResourceVersion();
    }

    void initialise() {
        patchStatus(References.CONTROL_PLANES, "cp", Map.of("initialization", Map.of("controlPlaneInitialized", true)));
    }

    private ServedInfrastructure served() {
        return ServedInfrastructure.find(infrastructure, table, new ServedKinds(admin))
                .orElseThrow();
    }

    private ResourceDefinitionContext context() {
        return served().context();
    }

    private void patchStatus(ResourceDefinitionContext context, String name, Map<String, Object> status) {
        admin.genericKubernetesResources(context)
                .inNamespace(ref.namespace())
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
    }

    private void patch(ResourceDefinitionContext context, String name, Map<String, Object> body) {
        admin.genericKubernetesResources(context)
                .inNamespace(ref.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(body));
    }

    private Target target() {
        ControlPlane seen = Objects.requireNonNull(observe().controlPlane());
        return new Target(ref, seen.uid(), seen.resourceVersion());
    }
}
