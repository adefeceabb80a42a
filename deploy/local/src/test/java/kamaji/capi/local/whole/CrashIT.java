// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import kamaji.capi.local.stack.ProviderProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The provider is killed, and started again. */
class CrashIT {
    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @BeforeAll
    static void start() {
        whole = Whole.start();
    }

    @AfterAll
    static void stop() {
        whole.close();
    }

    @Test
    void killedInTheMiddleOfProvisioningItEndsReadyWithOneTenant() {
        String namespace = whole.stack.kubernetes().freshNamespace("crash");
        ProviderProcess first = whole.stack.startProvider();
        first.awaitReady();
        List<String> names = List.of("c1", "c2", "c3");
        names.forEach(name -> whole.create(namespace, name));
        await().atMost(Whole.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> whole.tenant(namespace, "c2").isPresent());
        long mark = whole.stack.kubernetes().auditLog().size();
        first.kill();

        try (ProviderProcess second = whole.stack.startProvider()) {
            names.forEach(name -> whole.awaitReady(namespace, name));
            assertThat(whole.stack.kubernetes().auditLog().linesFrom(mark))
                    .filteredOn(line -> line.resource().equals("tenantcontrolplanes"))
                    .noneMatch(line -> line.verb().equals("delete"));
            assertThat(names)
                    .allSatisfy(
                            name -> assertThat(whole.tenant(namespace, name)).isPresent());
            restartedWithAllSettledItStartsNothingAndWritesNothing(second);
        }
    }

    private void restartedWithAllSettledItStartsNothingAndWritesNothing(ProviderProcess settled) {
        settled.close();
        int runs = whole.workflows.runs().size();
        long mark = whole.stack.kubernetes().auditLog().size();
        try (ProviderProcess again = whole.stack.startProvider()) {
            again.awaitReady();
            await().during(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        assertThat(whole.writesSince(mark)).isEmpty();
                        assertThat(whole.workflows.runs()).hasSize(runs);
                    });
        }
    }
}
