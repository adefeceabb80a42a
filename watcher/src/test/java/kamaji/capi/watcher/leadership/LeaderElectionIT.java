// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.Test;

class LeaderElectionIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();

    private final String namespace = SERVER.freshNamespace("lease");
    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void oneLeadsAndTheNextTakesOverWhenItIsClosed() {
        try (KubernetesClient client = SERVER.adminClient();
                LeaderElection second = election(client, "second")) {
            try (LeaderElection first = election(client, "first")) {
                first.start();
                await().until(first::leads);
                second.start();
                await().during(Duration.ofSeconds(2)).until(() -> first.leads() && !second.leads());
            }
            // Sooner than the Lease would run out.
            await().atMost(Duration.ofSeconds(4)).until(second::leads);
            assertThat(lost).hasValue(0);
        }
    }

    @Test
    void whoeverLosesTheLeaseIsTold() {
        try (KubernetesClient client = SERVER.adminClient();
                LeaderElection election = election(client, "first")) {
            election.start();
            await().until(election::leads);
            client.leases()
                    .inNamespace(namespace)
                    .withName(LeaderElection.leaseName("test"))
                    // Without a resource version, which the holder's next renewal may change at any moment.
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"holderIdentity\":\"other\",\"leaseDurationSeconds\":60}}");
            await().until(() -> lost.get() == 1);
            assertThat(election.leads()).isFalse();
        }
    }

    @Test
    void withoutElectionThereIsAlwaysALeader() {
        try (KubernetesClient client = SERVER.adminClient();
                LeaderElection election = new LeaderElection(
                        client, "test", LeaderElectionSettings.off(), LeaderElectionIT::clock, lost::incrementAndGet)) {
            election.start();
            assertThat(election.leads()).isTrue();
        }
    }

    private LeaderElection election(KubernetesClient client, String identity) {
        LeaderElectionSettings settings = new LeaderElectionSettings(
                true, namespace, identity, Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofMillis(500));
        return new LeaderElection(client, "test", settings, LeaderElectionIT::clock, lost::incrementAndGet);
    }

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
