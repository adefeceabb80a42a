// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.faults.FaultProxy;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.Manifests;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.stack.Workflows;
import kamaji.capi.servers.AuditLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A local stack for whole-process tests, and what a user does and sees on it. */
final class Whole implements AutoCloseable {
    static final String INSTANCE = "whole";
    static final Duration LONG = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Whole.class);
    private static final Pattern TRANSITION = Pattern.compile("^([A-Za-z]+) is (True|False|Unknown)\\b");

    final LocalStack stack;
    final Workflows workflows;
    /** Between the API server and the providers of {@link #startProvider}. */
    final FaultProxy proxy;

    private Whole(LocalStack stack) {
        this.stack = stack;
        this.workflows = Workflows.of(stack.temporal());
        this.proxy = FaultProxy.before(stack.kubernetes());
    }

    /** Kamaji takes a second to the endpoint, two more to Ready, and lets its kubeconfig in half a second later. */
    static KamajiOptions brisk() {
        return KamajiOptions.immediate()
                .withEndpointDelay(Duration.ofSeconds(1))
                .withReadyDelay(Duration.ofSeconds(2))
                .withAccessDelay(Duration.ofMillis(500))
                .withRolloutDelay(Duration.ofSeconds(1))
                .withEveryObject(true);
    }

    static Whole start(StackOptions options) {
        return new Whole(LocalStack.start(Checkout.here(), options, LOG::info));
    }

    static Whole start() {
        return start(StackOptions.of(brisk()).withArguments("--instance=" + INSTANCE));
    }

    /** Starts a provider behind the proxy; not ready yet. */
    ProviderProcess startProvider(String... more) {
        return stack.startProviderAt(proxy.url(), more);
    }

    KubernetesClient client() {
        return stack.client();
    }

    /** A Cluster and a KamajiControlPlane of the same name, without infrastructure. */
    void create(String namespace, String name) {
        create(namespace, name, Map.of());
    }

    /** As {@link #create(String, String)}, with more in the spec of the control plane. */
    void create(String namespace, String name, Map<String, Object> more) {
        Map<String, Object> spec = new HashMap<>(more);
        Map.of("version", "v1.33.1", "replicas", 2, "dataStoreName", "default").forEach(spec::putIfAbsent);
        createCluster(namespace, name);
        client().resource(Manifests.object(
                        "controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", namespace, name, spec))
                .create();
    }

    /** A Cluster that names a KamajiControlPlane of its own name. */
    void createCluster(String namespace, String name) {
        client().resource(Manifests.object(
                        "cluster.x-k8s.io/v1beta2",
                        "Cluster",
                        namespace,
                        name,
                        Map.of(
                                "controlPlaneRef",
                                Map.of(
                                        "apiGroup",
                                        "controlplane.cluster.x-k8s.io",
                                        "kind",
                                        "KamajiControlPlane",
                                        "name",
                                        name))))
                .create();
    }

    /** A Secret with one text under the key value. */
    void secret(String namespace, String name, String text) {
        client().resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .addToStringData("value", text)
                        .build())
                .create();
    }

    /** A DataStore that exists nowhere but in the API: nothing connects to it. */
    GenericKubernetesResource dataStore(String name) {
        Map<String, Object> leaf = Map.of("content", "eA==");
        GenericKubernetesResource store = new GenericKubernetesResource();
        store.setApiVersion("kamaji.clastix.io/v1alpha1");
        store.setKind("DataStore");
        store.setMetadata(new ObjectMetaBuilder().withName(name).build());
        store.setAdditionalProperty(
                "spec",
                Map.of(
                        "driver", "PostgreSQL",
                        "endpoints", List.of("127.0.0.1:5432"),
                        "basicAuth", Map.of("username", leaf, "password", leaf)));
        return store;
    }

    /** Merges something into the spec of the control plane. */
    void edit(String namespace, String name, Map<String, Object> spec) {
        GenericKubernetesResource patch =
                Manifests.object("controlplane.cluster.x-k8s.io/v1alpha2", "KamajiControlPlane", namespace, name, spec);
        client().resource(patch).patch(merge());
    }

    void pause(String namespace, String cluster, boolean paused) {
        client().resource(Manifests.object(
                        "cluster.x-k8s.io/v1beta2", "Cluster", namespace, cluster, Map.of("paused", paused)))
                .patch(merge());
    }

    void deleteCluster(String namespace, String name) {
        client().genericKubernetesResources(ClusterView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void deleteControlPlane(String namespace, String name) {
        client().resources(KamajiControlPlane.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void awaitReady(String namespace, String name) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .conditionEvaluationListener(unused -> {})
                .untilAsserted(() -> assertThat(ControlPlanes.ready(client(), namespace, name))
                        .as(() -> ControlPlanes.conditions(client(), namespace, name))
                        .isTrue());
    }

    void awaitGone(String namespace, String name) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(ControlPlanes.get(client(), namespace, name))
                        .as(() -> ControlPlanes.conditions(client(), namespace, name))
                        .isEmpty());
        assertThat(tenant(namespace, name)).isEmpty();
    }

    void awaitCondition(String namespace, String name, String type, String status, String message) {
        awaitCondition(LONG, namespace, name, type, status, message);
    }

    void awaitCondition(Duration longest, String namespace, String name, String type, String status, String message) {
        await().atMost(longest)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(condition(namespace, name, type))
                        .as(() -> ControlPlanes.conditions(client(), namespace, name))
                        .hasValueSatisfying(condition -> {
                            assertThat(condition.getStatus()).isEqualTo(status);
                            assertThat(condition.getMessage()).contains(message);
                        }));
    }

    Optional<Condition> condition(String namespace, String name, String type) {
        return ControlPlanes.get(client(), namespace, name)
                .map(KamajiControlPlane::getStatus)
                .map(KamajiControlPlaneStatus::conditions)
                .flatMap(conditions -> conditions.stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst());
    }

    KamajiControlPlaneStatus status(String namespace, String name) {
        return ControlPlanes.get(client(), namespace, name).orElseThrow().getStatus();
    }

    Optional<TenantControlPlaneView> tenant(String namespace, String name) {
        return Optional.ofNullable(client().genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(TenantControlPlaneView::new);
    }

    Optional<GenericKubernetesResource> cluster(String namespace, String name) {
        return Optional.ofNullable(client().genericKubernetesResources(ClusterView.CONTEXT)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** What the packaged kubectl plugin prints, after it has ended well. */
    String ktcp(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Checkout.here().launcher().resolveSibling("kubectl-ktcp").toString());
        command.addAll(List.of(arguments));
        command.add("--temporal-address=" + stack.temporal().address());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", stack.kubernetes().kubeconfig().toString());
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** How often a TenantControlPlane was made in a namespace. */
    long tenantsMade(String namespace) {
        return namesOfTenantsMade(namespace).size();
    }

    /** The name of every TenantControlPlane that was made in a namespace, as often as it was. */
    List<String> namesOfTenantsMade(String namespace) {
        return stack.kubernetes().auditLog().linesFrom(0).stream()
                .filter(line -> line.namespace().equals(namespace)
                        && line.resource().equals("tenantcontrolplanes")
                        && line.subresource().isEmpty()
                        && line.code() == 201
                        && !line.dryRun())
                .map(AuditLine::name)
                .toList();
    }

    /** Writes of the provider since a mark of the audit log, Lease and Events apart. */
    List<AuditLine> writesSince(long mark) {
        return stack.kubernetes().auditLog().linesFrom(mark).stream()
                .filter(line -> line.user().equals(LocalStack.PROVIDER_USER))
                .filter(AuditLine::isWrite)
                .filter(line -> !line.resource().startsWith("selfsubject"))
                .filter(line -> !List.of("leases", "events").contains(line.resource()))
                .toList();
    }

    /** Of every control plane that ever was: each condition's events say by turns that it is True and that it is not. */
    void everyTransitionWasToldOnce() {
        Map<String, List<String>> told = new TreeMap<>();
        client().v1().events().inAnyNamespace().list().getItems().stream()
                .filter(event -> "kamaji-provider".equals(event.getReportingComponent()))
                .sorted(Comparator.comparingLong(
                        event -> Long.parseLong(event.getMetadata().getResourceVersion())))
                .forEach(event -> {
                    assertThat(event.getCount()).as(event::getMessage).isEqualTo(1);
                    Matcher transition = TRANSITION.matcher(event.getMessage());
                    if (transition.find()) {
                        String whose = event.getMetadata().getNamespace() + " "
                                + event.getInvolvedObject().getUid() + " " + transition.group(1);
                        told.computeIfAbsent(whose, unused -> new ArrayList<>()).add(transition.group(2));
                    }
                });
        assertThat(told).isNotEmpty();
        told.forEach((whose, statuses) -> {
            for (int i = 0; i < statuses.size(); i++) {
                assertThat(statuses.get(i).equals("True"))
                        .as("event %d of %s: %s", i, whose, statuses)
                        .isEqualTo(i % 2 == 0);
            }
        });
    }

    static PatchContext merge() {
        return PatchContext.of(PatchType.JSON_MERGE);
    }

    @Override
    public void close() {
        workflows.close();
        stack.close();
        proxy.close();
    }
}
