// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kamaji.capi.local.faults.ApiRequest;
import kamaji.capi.local.faults.Fault;
import kamaji.capi.local.faults.Verdict;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.OtherCluster;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporal goes away, loses everything, and processes of the provider come and go in the middle of work. */
class FaultyTemporalIT {
    private static final Logger LOG = LoggerFactory.getLogger(FaultyTemporalIT.class);
    private static final Duration LONGER = Duration.ofMinutes(2);
    /** Shorter than what docs/resilience.md runs it with. */
    private static final Duration AWAY = Duration.parse(System.getProperty("temporal.away", "PT15S"));

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @SuppressWarnings("NullAway.Init") // started before all
    private static OtherCluster other;

    private final List<ProviderProcess> providers = new ArrayList<>();

    @BeforeAll
    static void start() {
        whole = Whole.start(StackOptions.of(Whole.brisk())
                .withTemporalFile()
                .withArguments(
                        "--instance=" + Whole.INSTANCE,
                        "--sync-period=5s",
                        "--feature-gates=ExternalClusterReference=true",
                        "--leader-elect",
                        "--leader-election-namespace=kamaji-system"));
        other = OtherCluster.start(Checkout.here(), Whole.brisk());
    }

    @AfterAll
    static void stop() {
        whole.close();
        other.close();
    }

    @AfterEach
    void mend() {
        whole.proxy.clear();
        providers.forEach(ProviderProcess::close);
    }

    private ProviderProcess provider() {
        ProviderProcess started = whole.startProvider();
        providers.add(started);
        return started;
    }

    private static String namespace(String prefix) {
        return whole.stack.kubernetes().freshNamespace(prefix);
    }

    private static void awaitReady(String namespace, String name) {
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(ControlPlanes.ready(whole.client(), namespace, name))
                        .as(() -> ControlPlanes.conditions(whole.client(), namespace, name))
                        .isTrue());
    }

    private static void awaitReplicas(String namespace, String name, int replicas) {
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(whole.status(namespace, name).readyReplicas())
                        .isEqualTo(replicas));
    }

    /** A cluster in the middle of each story: being made, scaled and deleted. */
    private String inTheMiddle(String prefix) {
        String namespace = namespace(prefix);
        for (String name : List.of("scaled", "deleted")) {
            whole.create(namespace, name);
        }
        for (String name : List.of("scaled", "deleted")) {
            awaitReady(namespace, name);
        }
        whole.create(namespace, "made");
        whole.edit(namespace, "scaled", Map.of("replicas", 3));
        whole.deleteCluster(namespace, "deleted");
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> whole.tenant(namespace, "made").isPresent());
        return namespace;
    }

    private static void awaitTheEnds(String namespace) {
        awaitReady(namespace, "made");
        awaitReplicas(namespace, "scaled", 3);
        await().atMost(LONGER)
                .until(() ->
                        ControlPlanes.get(whole.client(), namespace, "deleted").isEmpty());
        assertThat(whole.tenant(namespace, "deleted")).isEmpty();
        assertThat(whole.tenantsMade(namespace)).isEqualTo(3);
    }

    @Test
    void whenTemporalIsAwayForAWhileNothingIsLostAndTheProcessStaysUpUnready() {
        ProviderProcess provider = provider();
        provider.awaitReady();
        Stories stories = new Stories(whole, other, namespace("away"));
        stories.begin();
        whole.stack.temporal().kill();
        await().atMost(LONGER).until(() -> provider.probe("readyz") != 200);
        await().pollDelay(AWAY).atMost(AWAY.plus(LONGER)).until(() -> provider.probe("healthz") == 200);

        whole.stack.temporal().restart();

        stories.awaitEnds();
        provider.awaitReady();
    }

    @Test
    void whenTemporalComesBackEmptyEveryClusterGoesOnFromItsObjects() throws IOException {
        ProviderProcess provider = provider();
        provider.awaitReady();
        Stories stories = new Stories(whole, other, namespace("empty"));
        stories.begin();
        whole.stack.temporal().kill();
        try (Stream<Path> files = Files.list(whole.stack.directory())) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("temporal.db"))
                    .filter(path -> !path.toString().endsWith(".log"))
                    .toList()) {
                Files.delete(file);
            }
        }
        whole.stack.temporal().restart();

        stories.awaitEnds();
        assertThat(whole.workflows.runs()).isNotEmpty();
    }

    /** Holds the answer to the first write until the process has been asked to end. */
    private static final class HeldBack implements Fault {
        private final CountDownLatch met = new CountDownLatch(1);

        @Override
        public Verdict answered(ApiRequest request, int status) throws InterruptedException {
            if (request.isWrite() && met.getCount() > 0) {
                met.countDown();
                TimeUnit.SECONDS.sleep(3);
            }
            return Verdict.GO_ON;
        }
    }

    @Test
    void aProcessThatIsAskedToEndFinishesTheWritesOfTheStepUnderWay() throws InterruptedException {
        ProviderProcess first = provider();
        first.awaitReady();
        String namespace = namespace("drained");
        HeldBack heldBack = new HeldBack();
        whole.proxy.add(request -> request.namespace().equals(namespace), heldBack);
        whole.create(namespace, "c1");
        assertThat(heldBack.met.await(1, TimeUnit.MINUTES)).isTrue();

        first.close();

        // The finalizer was the first write of the step, the TenantControlPlane is the second.
        assertThat(whole.tenant(namespace, "c1")).isPresent();
        assertThat(first.log()).contains("worker stopped").doesNotContain("it is interrupted");
        provider();
        awaitReady(namespace, "c1");
        assertThat(whole.tenantsMade(namespace)).isEqualTo(1);
    }

    @Test
    void whenTheLeaderIsKilledTheOtherTakesOverAndMissesNothing() {
        ProviderProcess leader = provider();
        leader.awaitReady();
        await().atMost(LONGER)
                .until(() -> whole.client().leases().inNamespace("kamaji-system").list().getItems().stream()
                        .anyMatch(lease -> lease.getSpec().getHolderIdentity() != null
                                && !lease.getSpec().getHolderIdentity().isEmpty()));
        ProviderProcess other = provider();
        other.awaitReady();
        String namespace = inTheMiddle("failover");

        leader.kill();
        long begin = System.nanoTime();
        whole.create(namespace, "late");
        await().atMost(LONGER)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> whole.tenant(namespace, "late").isPresent());
        LOG.warn(
                "failover seconds={}",
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());

        awaitReady(namespace, "late");
        awaitReady(namespace, "made");
        awaitReplicas(namespace, "scaled", 3);
        await().atMost(LONGER)
                .until(() ->
                        ControlPlanes.get(whole.client(), namespace, "deleted").isEmpty());
        assertThat(whole.tenantsMade(namespace)).isEqualTo(4);
    }

    @Test
    void aRollingUpdateInTheMiddleOfWorkIsNotNoticed() {
        ProviderProcess old = provider();
        old.awaitReady();
        String namespace = inTheMiddle("rolling");
        ProviderProcess replacement = provider();
        replacement.awaitReady();

        old.close();

        awaitTheEnds(namespace);
    }
}
