// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.observation.References;
import kamaji.capi.servers.AuditLine;
import kamaji.capi.watcher.kind.KindState;
import kamaji.capi.watcher.leadership.LeaderElectionSettings;
import kamaji.capi.watcher.signals.FakeSignals.Sent;
import org.junit.jupiter.api.Test;

class WatcherIT extends OnTheSharedServer {

    @Test
    void aNewControlPlaneWithItsOwnerIsSignalledOnceAndAtOnce() {
        try (WatcherFixture fixture = started()) {
            clusters.ownedControlPlane("one");
            Sent sent = onlySignal(fixture, "one");
            assertThat(sent.hint()).startsWith("due").contains("APPLY_TENANT_CONTROL_PLANE");
            clusters.patch(ClusterView.CONTEXT, "one", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
            staysQuiet(fixture, 1);
        }
    }

    @Test
    void aControlPlaneWithoutOwnerIsSignalledOnlyWhenThatLasts() {
        try (WatcherFixture fixture = started()) {
            clusters.controlPlane("lonely", "");
            assertThat(onlySignal(fixture, "lonely").hint()).startsWith("Blocked");
            clusters.controlPlane("soon", "");
            clusters.cluster("soon", "");
            clusters.own("soon");
            assertThat(onlySignal(fixture, "soon").hint()).startsWith("due");
        }
    }

    @Test
    void unpausedClusterIsPickedUpWithoutAnyOtherEvent() {
        clusters.ownedControlPlane("one");
        clusters.patch(ClusterView.CONTEXT, "one", "{\"spec\":{\"paused\":true}}");
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Paused");
        try (WatcherFixture fixture = started()) {
            staysQuiet(fixture, 0);
            clusters.patch(ClusterView.CONTEXT, "one", "{\"spec\":{\"paused\":null}}");
            assertThat(onlySignal(fixture, "one").hint()).startsWith("due");
        }
    }

    @Test
    void aDataStoreThatBecomesReadyWakesWhoeverNamesIt() {
        String store = "store-" + namespace;
        clusters.dataStore(store, false);
        clusters.cluster("one", "");
        clusters.controlPlane("one", "dataStoreName: " + store);
        clusters.own("one");
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Blocked");
        try (WatcherFixture fixture = started()) {
            staysQuiet(fixture, 0);
            clusters.dataStore(store, true);
            assertThat(onlySignal(fixture, "one").hint()).contains("APPLY_TENANT_CONTROL_PLANE");
        }
    }

    @Test
    void settledClustersAreQuietAtARestart() {
        clusters.ownedControlPlane("converged");
        clusters.settle(WatcherFixture.ref(namespace, "converged"), "Converged");
        clusters.ownedControlPlane("blocked");
        clusters.settle(WatcherFixture.ref(namespace, "blocked"), "Blocked");
        clusters.ownedControlPlane("lost");
        try (WatcherFixture fixture = started()) {
            onlySignal(fixture, "lost");
            staysQuiet(fixture, 1);
        }
    }

    @Test
    void theSweepTriesTheBlockedAgainAndLeavesTheConverged() {
        clusters.ownedControlPlane("converged");
        clusters.settle(WatcherFixture.ref(namespace, "converged"), "Converged");
        clusters.ownedControlPlane("blocked");
        clusters.settle(WatcherFixture.ref(namespace, "blocked"), "Blocked");
        WatcherOptions often = new WatcherOptions(
                WatcherFixture.INSTANCE,
                namespace,
                null,
                Duration.ofSeconds(1),
                List.of(),
                LeaderElectionSettings.off(),
                InfrastructureKinds.builtIn(),
                new ExternalGates(true, false),
                WatcherFixture.QUICK);
        try (WatcherFixture fixture = WatcherFixture.start(client, often)) {
            await().until(() -> fixture.signals.to(namespace, "blocked").size() >= 2);
            assertThat(fixture.signals.to(namespace, "converged")).isEmpty();
        }
    }

    @Test
    void statusChurnOfTheTenantControlPlaneIsNoNews() {
        clusters.ownedControlPlane("one");
        tenantOne();
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Blocked");
        try (WatcherFixture fixture = started()) {
            clusters.patch(TenantControlPlaneView.CONTEXT, "one", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
            staysQuiet(fixture, 0);
            clusters.delete(TenantControlPlaneView.CONTEXT, "one");
            assertThat(onlySignal(fixture, "one").hint()).startsWith("due");
        }
    }

    @Test
    void aTenantControlPlaneThatChangesHandsIsNewsForItsFormerOwner() {
        clusters.ownedControlPlane("one");
        clusters.ownedControlPlane("two");
        tenantOne();
        clusters.patch(TenantControlPlaneView.CONTEXT, "one", ownedBy("one"));
        clusters.settle(WatcherFixture.ref(namespace, "one"), "Blocked");
        clusters.settle(WatcherFixture.ref(namespace, "two"), "Blocked");
        try (WatcherFixture fixture = started()) {
            staysQuiet(fixture, 0);
            clusters.patch(TenantControlPlaneView.CONTEXT, "one", ownedBy("two"));
            assertThat(onlySignal(fixture, "one").hint()).isNotEmpty();
        }
    }

    private void tenantOne() {
        clusters.create("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: one}
                spec:
                  kubernetes: {version: v1.35.0, kubelet: {cgroupfs: systemd}}
                  controlPlane: {service: {serviceType: ClusterIP}}
                  networkProfile: {}
                """);
    }

    private String ownedBy(String controlPlane) {
        return """
                {"metadata":{"ownerReferences":[{"apiVersion":"controlplane.cluster.x-k8s.io/v1alpha2",
                "kind":"KamajiControlPlane","controller":true,"name":"%s","uid":"%s"}]}}""".formatted(
                        controlPlane,
                        clusters.get(References.CONTROL_PLANES, controlPlane)
                                .getMetadata()
                                .getUid());
    }

    @Test
    void theOpenRunOfADeletedControlPlaneIsTold() {
        clusters.ownedControlPlane("one");
        try (WatcherFixture fixture = started()) {
            onlySignal(fixture, "one");
            clusters.delete(References.CONTROL_PLANES, "one");
            await().untilAsserted(() -> assertThat(fixture.signals.to(namespace, "one"))
                    .last()
                    .isEqualTo(new Sent(namespace, "one", "gone", false)));
        }
    }

    @Test
    void onlyControlPlanesWithTheLabelOfTheFilterAreOurs() {
        clusters.ownedControlPlane("one");
        WatcherOptions filtered = new WatcherOptions(
                WatcherFixture.INSTANCE,
                namespace,
                "mine",
                Duration.ofHours(1),
                List.of(),
                LeaderElectionSettings.off(),
                InfrastructureKinds.builtIn(),
                new ExternalGates(true, false),
                WatcherFixture.QUICK);
        try (WatcherFixture fixture = WatcherFixture.start(client, filtered)) {
            fixture.synced();
            staysQuiet(fixture, 0);
            clusters.patch(
                    References.CONTROL_PLANES,
                    "one",
                    "{\"metadata\":{\"labels\":{\"%s\":\"mine\"}}}".formatted(Labels.WATCH_FILTER));
            onlySignal(fixture, "one");
        }
    }

    @Test
    void infrastructureIsWatchedFromWhenAClusterNamesIt() {
        clusters.cluster(
                "one",
                "infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: KubevirtCluster, name: one}");
        clusters.controlPlane("one", "");
        try (WatcherFixture fixture = started()) {
            assertThat(fixture.watcher.kinds()).extracting(KindStatus::kind).doesNotContain("KubevirtCluster");
            clusters.own("one");
            onlySignal(fixture, "one");
            assertThat(fixture.watcher.kinds())
                    .filteredOn(kind -> kind.kind().equals("KubevirtCluster"))
                    .extracting(KindStatus::state)
                    .containsExactly(KindState.LISTED);
        }
    }

    @Test
    void signalsThatAreRefusedAreSentLater() {
        try (WatcherFixture fixture = started()) {
            fixture.signals.refuse(true);
            clusters.ownedControlPlane("one");
            await().until(() -> fixture.watcher.signalsFailed() > 1);
            assertThat(fixture.watcher.why()).anyMatch(reason -> reason.contains("refused"));
            assertThat(fixture.watcher.alive()).isTrue();
            fixture.signals.refuse(false);
            onlySignal(fixture, "one");
            assertThat(fixture.watcher.why()).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenButTheLease() {
        long mark = SERVER.auditLog().size();
        LeaderElectionSettings election = new LeaderElectionSettings(
                true, namespace, "me", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(1));
        WatcherOptions options = new WatcherOptions(
                WatcherFixture.INSTANCE,
                namespace,
                null,
                Duration.ofSeconds(1),
                List.of(),
                election,
                InfrastructureKinds.builtIn(),
                new ExternalGates(true, false),
                WatcherFixture.QUICK);
        try (WatcherFixture fixture = WatcherFixture.start(client, options)) {
            clusters.ownedControlPlane("one");
            await().until(() -> !fixture.signals.to(namespace, "one").isEmpty());
            clusters.delete(References.CONTROL_PLANES, "one");
            await().until(() -> fixture.signals.to(namespace, "one").stream().anyMatch(sent -> !sent.started()));
        }
        List<AuditLine> writes = SERVER.auditLog().linesFrom(mark).stream()
                .filter(line -> line.userAgent().equals(agent) && line.isWrite())
                .toList();
        assertThat(writes).isNotEmpty().allMatch(line -> line.resource().equals("leases"));
    }

    private WatcherFixture started() {
        return WatcherFixture.start(client, WatcherFixture.options(namespace)).synced();
    }

    private Sent onlySignal(WatcherFixture fixture, String name) {
        await().until(() -> !fixture.signals.to(namespace, name).isEmpty());
        assertThat(fixture.signals.to(namespace, name)).hasSize(1);
        return fixture.signals.to(namespace, name).get(0);
    }

    /** For longer than what may wait waits. */
    private void staysQuiet(WatcherFixture fixture, int signals) {
        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.signals.to(namespace).size() == signals);
    }
}
