// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import kamaji.capi.local.faults.Answer;
import kamaji.capi.local.faults.ApiRequest;
import kamaji.capi.local.faults.Fault;
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
    private static final Duration SILENCE = Duration.ofSeconds(5);

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @SuppressWarnings("NullAway.Init") // started before all
    private static ProviderProcess provider;

    @BeforeAll
    static void start() {
        whole = Whole.start(StackOptions.of(Whole.brisk())
                .withArguments(
                        "--instance=" + Whole.INSTANCE,
                        "--kube-api-timeout=3s",
                        "--watch-silence=" + SILENCE.toSeconds() + "s"));
        provider = whole.startProvider();
        provider.awaitReady();
    }

    @AfterAll
    static void stop() {
        whole.close();
    }

    @AfterEach
    void mend() {
        whole.proxy.clear();
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
            whole.proxy.add(request -> request.namespace().equals(namespace), once);
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
            assertThat(whole.tenantsMade(namespace)).as(namespace).isEqualTo(1);
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

    @Test
    void whatHappensWhileWatchesAreLostIsFoundOutByTheNextList() {
        String namespace = whole.stack.kubernetes().freshNamespace("unseen");
        whole.create(namespace, "c1");
        whole.awaitReady(namespace, "c1");
        whole.proxy.add(request -> request.verb().equals("list"), 4, Fault.answer(503, "ServiceUnavailable", "later"));
        whole.proxy.add(ApiRequest::isWatch, 6, Fault.watchExpired());
        assertThat(whole.proxy.dropWatches(request -> true)).isGreaterThanOrEqualTo(4);

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
                .map(entry -> whole.proxy.add(
                        request -> request.kind().equals("list " + entry.getKey()),
                        1,
                        Fault.answer(new Answer(200, Map.of(), entry.getValue()))))
                .toList();
        whole.proxy.add(ApiRequest::isWatch, 6, Fault.watchExpired());
        whole.proxy.dropWatches(request -> true);

        await().atMost(LONGER).until(() -> rules.stream().allMatch(rule -> rule.hits() == 1));
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(whole.writesSince(mark))
                        .extracting(AuditLine::resource)
                        .doesNotContain("tenantcontrolplanes", "secrets"));
        whole.awaitReady(namespace, "c1");
        assertThat(whole.status(namespace, "c1").readyReplicas()).isEqualTo(3);
    }

    /** As a firewall does that forgets connections: what is under way and what is new go on all the same. */
    @Test
    void watchesThatFallSilentBeginAnewInTime() {
        String namespace = whole.stack.kubernetes().freshNamespace("silent");
        await().atMost(LONGER).until(() -> whole.proxy.openWatches() >= WATCHES);
        whole.create(namespace, "c1");
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> whole.tenant(namespace, "c1").isPresent());
        assertThat(whole.proxy.stallWatches(request -> true)).isGreaterThanOrEqualTo(WATCHES);
        whole.create(namespace, "c2");

        await().atMost(SILENCE.plusSeconds(5))
                .until(() -> whole.tenant(namespace, "c2").isPresent());
        awaitReady(namespace);
        whole.awaitReady(namespace, "c2");
    }

    /** Notes when the API server is asked again after it has said when to come back. */
    private static final class Busy implements Fault {
        private final String kind;
        private final AtomicLong toldAt = new AtomicLong();
        private final AtomicLong askedAfter = new AtomicLong(Long.MAX_VALUE);

        /** @param kind what is met, once */
        Busy(String kind) {
            this.kind = kind;
        }

        @Override
        public Verdict before(ApiRequest request) throws InterruptedException {
            if (toldAt.get() == 0 && request.kind().equals(kind)) {
                toldAt.set(System.nanoTime());
                return Fault.answer(Answer.tooManyRequests(4)).before(request);
            }
            if (toldAt.get() != 0) {
                askedAfter.accumulateAndGet(System.nanoTime() - toldAt.get(), Math::min);
            }
            return Verdict.GO_ON;
        }
    }

    @Test
    void anApiServerThatSaysWhenToComeBackIsNotAskedBefore() {
        String namespace = whole.stack.kubernetes().freshNamespace("retry-after");
        Busy busy = new Busy("patch tenantcontrolplanes");
        whole.proxy.add(request -> request.namespace().equals(namespace), busy);

        whole.create(namespace, "c1");

        awaitReady(namespace);
        assertThat(Duration.ofNanos(busy.askedAfter.get())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(20));
        assertThat(whole.tenantsMade(namespace)).isEqualTo(1);
    }

    /** What lists is the client of the watches, which tries again by itself. */
    @Test
    void aListIsNotAskedForAgainBeforeTheTimeThatTheApiServerNames() {
        Busy busy = new Busy("list datastores");
        whole.proxy.add(request -> request.kind().equals("list datastores"), busy);
        whole.proxy.add(request -> request.kind().equals("watch datastores"), 1, Fault.watchExpired());
        whole.proxy.dropWatches(request -> request.resource().equals("datastores"));

        await().atMost(LONGER).until(() -> busy.askedAfter.get() != Long.MAX_VALUE);
        assertThat(Duration.ofNanos(busy.askedAfter.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
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
