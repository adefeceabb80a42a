// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Other tests of this server may hold Leases of their own, so only those of one namespace are compared. */
class RunningProvidersIT {
    private static final KubernetesServer SERVER = SharedServers.kubernetes();
    private static final ZonedDateTime RENEWED = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final String NAME = "kamaji-provider-blue";

    private final KubernetesClient client = SERVER.adminClient();
    private final String namespace = SERVER.freshNamespace("running");
    private final AtomicInteger waits = new AtomicInteger();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aLeaseThatHasNotRunOutIsHeldByARunningProvider() {
        write(NAME, "pod-1", RENEWED);
        assertThat(find(RENEWED.plusSeconds(14), () -> {})).containsExactly(namespace + "/" + NAME + " held by pod-1");
    }

    @Test
    void oneThatHasRunOutOrWasGivenUpIsNot() {
        write(NAME, "pod-1", RENEWED);
        write("kamaji-provider-green", "", RENEWED);
        write("somebody-else", "pod-2", RENEWED);
        assertThat(find(RENEWED.plusSeconds(16), waits::incrementAndGet)).isEmpty();
    }

    @Test
    void oneThatSeemsToHaveRunOutByAnotherClockButIsRenewedIs() {
        write(NAME, "pod-1", RENEWED);
        Runnable renewal = () -> write(NAME, "pod-1", RENEWED.plusSeconds(2));
        assertThat(find(RENEWED.plusHours(1), renewal)).containsExactly(namespace + "/" + NAME + " held by pod-1");
    }

    private List<String> find(ZonedDateTime now, Runnable patience) {
        Instant instant = now.toInstant();
        return new RunningProviders(client, patience, namespace).find(instant);
    }

    private void write(String name, String holder, ZonedDateTime renewed) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(15)
                        .withRenewTime(renewed)
                        .endSpec()
                        .build())
                .serverSideApply();
    }
}
