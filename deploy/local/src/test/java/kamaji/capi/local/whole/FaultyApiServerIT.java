// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamaji.capi.local.faults.Answer;
import kamaji.capi.local.faults.ApiRequest;
import kamaji.capi.local.faults.Fault;
import kamaji.capi.local.faults.FaultProxy;
import kamaji.capi.local.faults.FaultRule;
import kamaji.capi.local.faults.Verdict;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.servers.AuditLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cluster becomes when the API server, or the way to it, is in trouble. */
class FaultyApiServerIT {
    /** KamajiControlPlane, TenantControlPlane, Cluster, DataStore, Secret. */
    private static final long WATCHES = 5;

    private static final Duration LONGER = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @SuppressWarnings("NullAway.Init") // started before all
    private static FaultProxy proxy;

    @SuppressWarnings("NullAway.Init") // started before all
    private static ProviderProcess provider;

    @BeforeAll
    static void start() {
        whole = Whole.start(
                StackOptions.of(Whole.brisk()).withArguments("--instance=" + Whole.INSTANCE, "--kube-api-timeout=3s"));
        proxy = FaultProxy.start(
                URI.create(whole.stack.kubernetes().url()),
                whole.stack.kubernetes().caPem());
        provider = whole.stack.startProviderAt(proxy.url());
        provider.awaitReady();
    }

    @AfterAll
    static void stop() {
        whole.close();
        proxy.close();
    }

    @AfterEach
    void mend() {
        proxy.clear();
    }

    /** Meets the first write of each kind. */
    private static final class OnceForEachKind implements Fault {
        private final Fault fault;
        private final Set<String> met = new HashSet<>();
        private final Set<ApiRequest> under = new HashSet<>();

        OnceForEachKind(Fault fault) {
            this.fault = fault;
        }

        @Override
        public Verdict before(ApiRequest request) throws InterruptedException {
            synchronized (this) {
                if (!request.isWrite() || !met.add(request.kind())) {
                    return Verdict.GO_ON;
                }
                under.add(request);
            }
            return fault.before(request);
        }

        @Override
        public Verdict answered(ApiRequest request, int status) throws InterruptedException {
            synchronized (this) {
                if (!under.remove(request)) {
                    return Verdict.GO_ON;
                }
            }
            return fault.answered(request, status);
        }

        synchronized Set<String> met() {
            return Set.copyOf(met);
        }
    }

    /** Each kind of fault has a cluster of its own, whose writes all meet it once. */
    @Test
    void whateverHappensOnceToEveryWriteOfALifeItIsLivedToItsEnd() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("conflict", Fault.answer(409, "Conflict", "the object has been modified"));
        faults.put("busy", Fault.answer(Answer.tooManyRequests(1)));
        faults.put("broken", Fault.answer(500, "InternalError", "etcdserver: request timed out"));
        faults.put("away", Fault.answer(503, "ServiceUnavailable", "the server is shutting down"));
        faults.put("lost", Fault.lost());
        faults.put("done-but-lost", Fault.answerLost());
        faults.put("done-but-late", Fault.answerLate(Duration.ofSeconds(5)));
        Map<String, OnceForEachKind> lives = new LinkedHashMap<>();
        faults.forEach((name, fault) -> {
            String namespace = whole.stack.kubernetes().freshNamespace(name);
            OnceForEachKind once = new OnceForEachKind(fault);
            proxy.add(request -> request.namespace().equals(namespace), once);
            lives.put(namespace, once);
            whole.create(namespace, "c1");
        });
        lives.keySet().forEach(FaultyApiServerIT::awaitReady);
        lives.keySet().forEach(namespace -> whole.edit(namespace, "c1", Map.of("replicas", 3)));
        lives.keySet()
                .forEach(namespace -> await().atMost(LONGER)
                        .untilAsserted(
                                () -> assertThat(whole.status(namespace, "c1").readyReplicas())
                                        .as(namespace)
                                        .isEqualTo(3)));
        lives.keySet().forEach(namespace -> whole.deleteCluster(namespace, "c1"));
        lives.forEach((namespace, once) -> {
            await().atMost(LONGER)
                    .untilAsserted(() -> assertThat(whole.cluster(namespace, "c1"))
                            .as(namespace)
                            .isEmpty());
            assertThat(whole.tenant(namespace, "c1")).isEmpty();
            assertThat(once.met())
                    .as(namespace)
                    .contains(
                            "patch kamajicontrolplanes",
                            "patch tenantcontrolplanes",
                            "patch secrets",
                            "patch kamajicontrolplanes/status",
                            "delete tenantcontrolplanes");
            assertThat(tenantsMade(namespace)).as(namespace).isEqualTo(1);
        });
        assertThat(provider.log()).doesNotContain("kind=BUG");
    }

    private static void awaitReady(String namespace) {
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(ControlPlanes.ready(whole.client(), namespace, "c1"))
                        .as(() -> namespace + " " + ControlPlanes.conditions(whole.client(), namespace, "c1"))
                        .isTrue());
    }

    private static long tenantsMade(String namespace) {
        return whole.stack.kubernetes().auditLog().linesFrom(0).stream()
                .filter(line -> line.namespace().equals(namespace)
                        && line.resource().equals("tenantcontrolplanes")
                        && line.subresource().isEmpty()
                        && line.code() == 201)
                .count();
    }

    @Test
    void whatHappensWhileWatchesAreLostIsFoundOutByTheNextList() {
        String namespace = whole.stack.kubernetes().freshNamespace("unseen");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        proxy.add(request -> request.verb().equals("list"), 4, Fault.answer(503, "ServiceUnavailable", "later"));
        proxy.add(ApiRequest::isWatch, 6, Fault.watchExpired());
        assertThat(proxy.dropWatches(request -> true)).isGreaterThanOrEqualTo(4);

        whole.edit(namespace, "c1", Map.of("replicas", 3));
        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .delete();

        await().atMost(LONGER)
                .untilAsserted(() -> assertThat(whole.status(namespace, "c1").readyReplicas())
                        .isEqualTo(3));
        await().atMost(LONGER)
                .until(() -> whole.client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName("c1-kubeconfig")
                                .get()
                        != null);
    }

    @Test
    void aStaleListMovesNothingBack() {
        String namespace = whole.stack.kubernetes().freshNamespace("stale");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        Map<String, String> old = new LinkedHashMap<>();
        old.put("kamajicontrolplanes", "/apis/controlplane.cluster.x-k8s.io/v1alpha2/kamajicontrolplanes");
        old.put("tenantcontrolplanes", "/apis/kamaji.clastix.io/v1alpha1/tenantcontrolplanes");
        old.replaceAll((resource, path) -> whole.client().raw(path));
        whole.edit(namespace, "c1", Map.of("replicas", 3));
        await().atMost(LONGER)
                .untilAsserted(() -> assertThat(whole.status(namespace, "c1").readyReplicas())
                        .isEqualTo(3));
        whole.awaitReady(namespace, "c1");

        long mark = whole.stack.kubernetes().auditLog().size();
        List<FaultRule> rules = old.entrySet().stream()
                .map(entry -> proxy.add(
                        request -> request.kind().equals("list " + entry.getKey()),
                        1,
                        Fault.answer(new Answer(200, Map.of(), entry.getValue()))))
                .toList();
        proxy.add(ApiRequest::isWatch, 6, Fault.watchExpired());
        proxy.dropWatches(request -> true);

        await().atMost(LONGER).until(() -> rules.stream().allMatch(rule -> rule.hits() == 1));
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(whole.writesSince(mark))
                        .extracting(AuditLine::resource)
                        .doesNotContain("tenantcontrolplanes", "secrets"));
        whole.awaitReady(namespace, "c1");
        assertThat(whole.status(namespace, "c1").readyReplicas()).isEqualTo(3);
    }

    /** The run looks by itself when it hears nothing. */
    @Test
    void whileEveryWatchIsSilentARunGoesOnByItsOwnLooks() {
        String namespace = whole.stack.kubernetes().freshNamespace("silent");
        await().atMost(LONGER).until(() -> proxy.openWatches() >= WATCHES);
        whole.create(namespace, "c1");
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> whole.tenant(namespace, "c1").isPresent());
        assertThat(proxy.stallWatches(request -> true)).isGreaterThanOrEqualTo(WATCHES);

        awaitReady(namespace);
        proxy.dropWatches(request -> true);
    }

    @Test
    void anApiServerThatIsAwayDuringAnUpgradeIsWaitedFor() {
        String namespace = whole.stack.kubernetes().freshNamespace("outage");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        whole.edit(namespace, "c1", Map.of("version", "v1.35.2"));
        whole.awaitCondition(namespace, "c1", "RollingOut", "True", "hop 1 of 2");
        whole.stack.kubernetes().kill();
        await().pollDelay(Duration.ofSeconds(8)).until(() -> provider.probe("healthz") == 200);
        whole.stack.kubernetes().restart();

        await().atMost(LONGER)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(whole.status(namespace, "c1").version()).isEqualTo("v1.35.2"));
        awaitReady(namespace);
    }
}
