// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.lifecycle.KubernetesControlPlaneActivities;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server of its own, since its TenantControlPlanes lack what those of today have. */
class OlderKamajiIT {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient CLIENT = new KubernetesClientBuilder()
            .withConfig(SERVER.adminConfig())
            .editOrNewConfig()
            .withRequestRetryBackoffLimit(0)
            .endConfig()
            .build();
    private static final ClusterRef REF = new ClusterRef("older", SERVER.freshNamespace("older"), "everything");

    private final KubernetesControlPlaneActivities activities = new KubernetesControlPlaneActivities(
            CLIENT,
            REF.instance(),
            AccessCheck.OFF,
            InfrastructureKinds.builtIn(),
            new ExternalGates(true, false),
            List.of(),
            Clock.systemUTC());

    @BeforeAll
    static void install() {
        SERVER.applyCrds(ROOT.resolve("deploy/crds"));
        SERVER.applyCrds(
                ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds/clusters.yaml"),
                ROOT.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds/machines.yaml"));
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    /** From release to release, as Kamaji is upgraded under a control plane that asks for all there ever was. */
    @Test
    void whatAReleaseDoesNotKnowIsNamedAndAppliedByTheUpgradeThatBringsIt() throws IOException {
        controlPlane(everything());
        for (String release : KamajiReleases.table().keySet()) {
            SERVER.applyCrds(KamajiReleases.definition(release));
            await(release).atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                applyWhatIsDue();
                TenantControlPlane tenant = Objects.requireNonNull(facts().tenant());
                assertThat(tenant.applied()).isTrue();
                assertThat(tenant.deviations().notServed()).containsExactlyInAnyOrderElementsOf(unknownTo(release));
            });
        }
        assertThat(tenant().getMetadata().getAnnotations())
                .doesNotContainKey("controlplane.kamaji.clastix.io/not-served");
    }

    private static List<String> unknownTo(String release) {
        return KamajiReleases.after(release).stream()
                .map(path -> "spec." + path)
                .toList();
    }

    /** As the workflow does; what the API server does not know yet is tried again. */
    private void applyWhatIsDue() {
        Facts facts = facts();
        TenantControlPlane tenant = facts.tenant();
        if (tenant == null || !tenant.applied()) {
            try {
                activities.applyTenantControlPlane(target(facts));
            } catch (ApplicationFailure failure) {
                throw new AssertionError(failure);
            }
        }
    }

    private Facts facts() {
        return activities.observe(REF);
    }

    private static Target target(Facts facts) {
        var controlPlane = Objects.requireNonNull(facts.controlPlane());
        return new Target(REF, controlPlane.uid(), controlPlane.resourceVersion());
    }

    private static GenericKubernetesResource tenant() {
        return CLIENT.genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(REF.namespace())
                .withName(REF.name())
                .require();
    }

    /** All rules of the mapping in one object, but what excludes each other. */
    private static Map<String, Object> everything() {
        Map<String, Object> all = MappingRulesTest.rules()
                .map(rule -> Samples.object(rule.getPayload(), "controlPlane"))
                .reduce(new TreeMap<>(), Samples::merged);
        Map<String, Object> network = new TreeMap<>(Samples.object(all, "network"));
        network.remove("ingress");
        network.put("serviceType", "LoadBalancer");
        network.put("dnsServiceIPs", List.of("10.1.0.10"));
        all.put("network", network);
        all.put(
                "addons",
                Samples.merged(
                        Samples.object(all, "addons"), Samples.object("{coreDNS: {dnsServiceIPs: [10.1.0.10]}}")));
        return all;
    }

    private static void controlPlane(Map<String, Object> spec) {
        GenericKubernetesResource cluster = create("""
                apiVersion: cluster.x-k8s.io/v1beta2
                kind: Cluster
                metadata: {name: everything}
                spec:
                  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KamajiControlPlane, name: everything}
                  clusterNetwork:
                    services: {cidrBlocks: [10.1.0.0/16, "fd00:1::/108"]}
                    pods: {cidrBlocks: [10.2.0.0/16, "fd00:2::/64"]}
                """);
        GenericKubernetesResource made =
                create("""
                apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                kind: KamajiControlPlane
                metadata:
                  name: everything
                  ownerReferences: [{apiVersion: cluster.x-k8s.io/v1beta2, kind: Cluster, name: everything, uid: %s}]
                spec: {version: v1.33.1}
                """.formatted(cluster.getMetadata().getUid()));
        CLIENT.genericKubernetesResources(References.CONTROL_PLANES)
                .inNamespace(REF.namespace())
                .withName(made.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("spec", spec)));
    }

    private static GenericKubernetesResource create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(REF.namespace());
        return CLIENT.resource(object).create();
    }
}
