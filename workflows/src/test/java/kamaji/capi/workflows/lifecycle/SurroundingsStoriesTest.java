// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.StatusReport;
import org.junit.jupiter.api.Test;

/** What a control plane stands on: its address and its data store. */
class SurroundingsStoriesTest extends Stories {
    private static final Endpoint OTHER = new Endpoint("2001:db8::99", 6443);

    @Test
    void anAddressThatChangesBeforeInitialisedIsFollowed() {
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(10), () -> cluster.moved(OTHER))
                .after(Duration.ofSeconds(20), cluster::run);

        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.called(Step.PUBLISH_ENDPOINT)).isEqualTo(2);
        assertThat(Objects.requireNonNull(cluster.facts().controlPlane()).endpoint())
                .isEqualTo(OTHER);
        assertThat(cluster.reports())
                .filteredOn(StatusReport::initialized)
                .as("final before initialised")
                .hasSize(1);
    }

    @Test
    void anAddressThatChangesLaterIsReportedAndKeptUntilTheUserAdoptsIt() {
        provision();
        cluster.moved(OTHER);

        assertThat(story.play().outcome()).isEqualTo("Blocked");
        assertThat(cluster.told("ControlPlaneEndpointPatched").message())
                .contains("[2001:db8::99]:6443", "192.0.2.10:6443", "give the Service its former address back");
        assertThat(cluster.told("Available").isTrue()).isTrue();
        assertThat(cluster.told("KamajiControlPlaneIsInitialized").isTrue()).isTrue();
        assertThat(cluster.called(Step.PUBLISH_ENDPOINT)).isEqualTo(1);

        cluster.adopt(OTHER);
        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.told("ControlPlaneEndpointPatched").isTrue()).isTrue();
        assertThat(cluster.called(Step.PUBLISH_ENDPOINT)).isEqualTo(1);
    }

    @Test
    void aMissingDataStoreIsNamedAndProvisioningGoesOnOnceItIsThere() {
        cluster.store("gold");
        cluster.dataStore(new DataStore(false, null, null));
        assertThat(story.play())
                .isEqualTo(new Result(
                        "Blocked",
                        "DataStore gold does not exist: create it, or name another one in spec.dataStoreName"));
        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isZero();

        cluster.dataStore(new DataStore(true, false, "no Secret with its password"));
        assertThat(story.play().cause()).isEqualTo("DataStore gold is not ready: no Secret with its password");
        assertThat(cluster.told("DataStoreReady").message()).contains("no Secret with its password");

        cluster.dataStore(new DataStore(true, true, null));
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(10), () -> cluster.migrated("Ready"));
        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(cluster.told("DataStoreReady").isTrue()).isTrue();
    }

    @Test
    void aDataStoreThatFailsLaterIsToldAndTheControlPlaneIsLeftInPeace() {
        cluster.store("gold");
        story.after(Duration.ofSeconds(3), cluster::address)
                .after(Duration.ofSeconds(10), () -> cluster.migrated("Ready"));
        assertThat(story.play().outcome()).isEqualTo("Converged");
        int before = cluster.calls().size();

        cluster.dataStore(new DataStore(true, false, "no answer"));
        assertThat(story.play()).isEqualTo(new Result("Blocked", "DataStore gold is not ready: no answer"));
        assertThat(cluster.told("Available").isTrue()).isTrue();
        cluster.dataStore(new DataStore(true, true, null));
        assertThat(story.play().outcome()).isEqualTo("Converged");
        assertThat(since(before))
                .isEqualTo(List.of("ObserveControlPlane", "ReportStatus", "ObserveControlPlane", "ReportStatus"));
    }

    @Test
    void aTenantControlPlaneThatSomebodyDeletesIsMadeAgain() {
        provision();
        TenantControlPlane before = cluster.facts().tenant();
        assertThat(before).isNotNull();
        cluster.lostTenant();
        provision();

        assertThat(cluster.called(Step.APPLY_TENANT_CONTROL_PLANE)).isEqualTo(2);
        assertThat(cluster.told("Available").isTrue()).isTrue();
    }
}
