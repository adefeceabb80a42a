// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.AuditLine;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.lifecycle.Target;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of a real API server with a Cluster and its control plane, and the activities under the service account
 * and the roles of {@code deploy/rbac}. The test itself plays Kamaji, as administrator.
 */
final class Bench implements AutoCloseable {
    static final String INSTANCE = "bench";
    static final ResourceDefinitionContext KUBEVIRT = new ResourceDefinitionContext.Builder()
            .withGroup("infrastructure.cluster.x-k8s.io")
            .withVersion("v1alpha1")
            .withKind("KubevirtCluster")
            .withPlural("kubevirtclusters")
            .withNamespaced(true)
            .build();
    static final ResourceDefinitionContext CONTROL_PLANES = References.CONTROL_PLANES;
    static final ResourceDefinitionContext TEMPLATES = new ResourceDefinitionContext.Builder()
            .withGroup("controlplane.cluster.x-k8s.io")
            .withVersion("v1alpha2")
            .withKind("KamajiControlPlaneTemplate")
            .withPlural("kamajicontrolplanetemplates")
            .withNamespaced(true)
            .build();
    static final ResourceDefinitionContext TENANTS = TenantControlPlaneView.CONTEXT;

    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final String USER = "system:serviceaccount:kamaji-system:kamaji-provider";
    private static boolean installed;

    final KubernetesClient admin = SERVER.adminClient();
    final KubernetesClient provider;
    final String namespace = SERVER.freshNamespace("activities");
    final ClusterRef ref;
    final KubernetesControlPlaneActivities activities;
    private final String clusterName;

    /** A control plane and a Cluster of these names. */
    Bench(String name, String clusterName) {
        this.clusterName = clusterName;
        this.ref = new ClusterRef(INSTANCE, namespace, name);
        install(admin);
        this.provider = new KubernetesClientBuilder()
                .withConfig(SERVER.configFor(SERVER.serviceAccountToken("kamaji-system", "kamaji-provider")))
                .editOrNewConfig()
                .withRequestRetryBackoffLimit(0)
                .endConfig()
                .build();
        this.activities = new KubernetesControlPlaneActivities(
                provider,
                INSTANCE,
                AccessCheck.REQUIRED,
                InfrastructureKinds.builtIn(),
                new ExternalGates(true, false),
                List.of(),
                Clock.systemUTC());
        awaitPermission();
    }

    /** With a Cluster on KubeVirt that owns the control plane. */
    static Bench withCluster(String name, String clusterName) {
        Bench bench = new Bench(name, clusterName);
        bench.create("""
                apiVersion: infrastructure.cluster.x-k8s.io/v1alpha1
                kind: KubevirtCluster
                metadata: {name: infra}
                spec: {}
                """);
        // Managed topologies leave an owner like this in front of the Cluster; a made-up one would be collected.
        GenericKubernetesResource shim = bench.create("apiVersion: v1\nkind: Secret\nmetadata: {name: shim}\n");
        GenericKubernetesResource cluster = bench.create("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: %s}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: %s}
                  infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtCluster, name: infra}
                """.formatted(clusterName, name));
        bench.create("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: %s
                  ownerReferences:
                  - {apiVersion: v1, kind: Secret, name: shim, uid: %s}
                  - {apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: %s, uid: %s}
                spec: {version: v1.33.1, replicas: 2}
                """.formatted(
                        name,
                        shim.getMetadata().getUid(),
                        clusterName,
                        cluster.getMetadata().getUid()));
        return bench;
    }

    static KubernetesServer server() {
        return SERVER;
    }

    private static synchronized void install(KubernetesClient admin) {
        if (installed) {
            return;
        }
        Path root = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
        SERVER.applyCrds(root.resolve("deploy/crds"));
        SERVER.applyCrds(root.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
        try (Stream<Path> files = Files.list(root.resolve("deploy/rbac"))) {
            for (Path file : files.sorted().toList()) {
                List<HasMetadata> items = admin.load(Files.newInputStream(file)).items();
                items.forEach(item -> admin.resource(item)
                        .fieldManager("bench")
                        .forceConflicts()
                        .serverSideApply());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        installed = true;
    }

    private void awaitPermission() {
        Awaitility.await()
                .until(() -> provider.authorization()
                        .v1()
                        .selfSubjectAccessReview()
                        .create(new SelfSubjectAccessReviewBuilder()
                                .withNewSpec()
                                .withNewResourceAttributes()
                                .withVerb("patch")
                                .withGroup(KUBEVIRT.getGroup())
                                .withResource("kubevirtclusters")
                                .endResourceAttributes()
                                .endSpec()
                                .build())
                        .getStatus()
                        .getAllowed());
    }

    GenericKubernetesResource create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return admin.resource(object).create();
    }

    @Nullable
    GenericKubernetesResource get(ResourceDefinitionContext context, String name) {
        return admin.genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    GenericKubernetesResource controlPlane() {
        return Objects.requireNonNull(get(CONTROL_PLANES, ref.name()));
    }

    GenericKubernetesResource tenant() {
        return Objects.requireNonNull(get(TENANTS, ref.name()));
    }

    GenericKubernetesResource infrastructure() {
        return Objects.requireNonNull(get(KUBEVIRT, "infra"));
    }

    @Nullable
    Secret secret(String name) {
        return admin.secrets().inNamespace(namespace).withName(name).get();
    }

    void patch(ResourceDefinitionContext context, String name, String yaml) {
        admin.genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json(yaml));
    }

    void patchStatus(ResourceDefinitionContext context, String name, String yaml) {
        admin.genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), json(yaml));
    }

    private static String json(String yaml) {
        return Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class));
    }

    void pauseCluster() {
        patch(ClusterView.CONTEXT, clusterName, "{spec: {paused: true}}");
    }

    /** Kamaji has come as far as Ready: the address, the pods and the two Secrets are there. */
    void kamajiIsReady(String kubeconfig) {
        patchStatus(TENANTS, ref.name(), """
                status:
                  observedGeneration: 1
                  controlPlaneEndpoint: 192.0.2.10:6443
                  certificates: {ca: {secretName: %1$s-ca, checksum: ca-1}}
                  kubeconfig: {admin: {secretName: %1$s-admin-kubeconfig, checksum: kc-1}}
                  kubernetesResources:
                    version: {version: v1.33.1, status: Ready}
                    deployment: {name: %1$s, namespace: any, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2, selector: "a=b"}
                """.formatted(ref.name()));
        kamajiSecret(
                ref.name() + "-ca", Map.of("ca.crt", "certificate", "ca.key", "private", "tls.crt", "certificate"));
        kamajiSecret(ref.name() + "-admin-kubeconfig", Map.of("admin.conf", kubeconfig));
    }

    void kamajiSecret(String name, Map<String, String> content) {
        Map<String, String> data = new HashMap<>();
        content.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels("kamaji.clastix.io/project", "kamaji")
                        .endMetadata()
                        .withType("Opaque")
                        .withData(data)
                        .build())
                .fieldManager("kamaji")
                .forceConflicts()
                .serverSideApply();
    }

    Facts observe() {
        return activities.observe(ref);
    }

    /** The target of a step that follows an observation now. */
    Target target() {
        ControlPlane seen = Objects.requireNonNull(observe().controlPlane());
        return new Target(ref, seen.uid(), seen.resourceVersion());
    }

    /** What the provider asked of the API server in this namespace while something ran, as "verb resource". */
    List<String> requests(Runnable work) {
        long mark = SERVER.auditLog().size();
        work.run();
        return SERVER.auditLog().linesFrom(mark).stream()
                .filter(line -> line.user().equals(USER) && line.namespace().equals(namespace))
                .map(Bench::text)
                .toList();
    }

    /** Only those of {@link #requests} that write. */
    List<String> writes(Runnable work) {
        return requests(work).stream()
                .filter(request -> !request.startsWith("get ") && !request.startsWith("list "))
                .toList();
    }

    private static String text(AuditLine line) {
        String resource = line.subresource().isEmpty() ? line.resource() : line.resource() + "/" + line.subresource();
        return line.verb() + " " + resource;
    }

    @Override
    public void close() {
        provider.close();
        admin.close();
    }
}
